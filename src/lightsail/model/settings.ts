import { changed, tagChange } from '../../diff/change-lines.ts'
import type { Change } from '../../rollout/contract/plan.ts'
import type { Power } from './constraints.ts'
import type { DomainNames, Service } from './service.ts'

/** The settings of a service beside its deployment; what is undefined stays as it is. */
export interface ServicePatch {
  readonly power?: Power
  readonly scale?: number
  /** Only these keys are touched. */
  readonly tags?: Readonly<Record<string, string>>
  /** Certificate to names; an empty list detaches it. Other certificates, and the key `_`, are kept. */
  readonly publicDomainNames?: DomainNames
  readonly ecrRole?: boolean
  readonly disabled?: boolean
}

/** What UpdateContainerService is sent: only what differs. */
export interface ServiceUpdate {
  readonly power?: string
  readonly scale?: number
  readonly disabled?: boolean
  /** Always the whole map: what is missing in it may be lost (docs/lightsail-facts.md §7). */
  readonly publicDomainNames?: DomainNames
  readonly ecrRole?: boolean
}

/** The difference between a service and what is written, as lines and as the writes that end it. */
export interface SettingsDiff {
  readonly changes: readonly Change[]
  /** For one UpdateContainerService; undefined if nothing but tags differs. */
  readonly update: ServiceUpdate | undefined
  /** For one TagResource. */
  readonly tags: Readonly<Record<string, string>> | undefined
}

/** What of the wanted settings differs from the service's. Only what is written counts. */
export function diffSettings(
  service: Service,
  patch: Omit<ServicePatch, 'power'> & { readonly power?: string },
): SettingsDiff {
  const { power, scale, disabled, ecrRole } = patch
  const tagOf = (key: string) => (Object.hasOwn(service.tags, key) ? service.tags[key] : undefined)
  const tags = Object.entries(patch.tags ?? {}).filter(([key, value]) => tagOf(key) !== value)
  const isDisabled = service.isDisabled || service.state === 'DISABLED'
  const domains = domainChanges(service.publicDomainNames, patch.publicDomainNames ?? {})
  const update: ServiceUpdate = {
    ...(power !== undefined && power !== service.power && { power }),
    ...(scale !== undefined && scale !== service.scale && { scale }),
    ...(disabled !== undefined && disabled !== isDisabled && { disabled }),
    ...(ecrRole !== undefined && ecrRole !== service.ecrRole.isActive && { ecrRole }),
    ...(domains.length > 0 && {
      publicDomainNames: { ...service.publicDomainNames, ...patch.publicDomainNames },
    }),
  }
  return {
    changes: [
      ...(update.power === undefined ? [] : [changed('power', service.power, update.power)]),
      ...(update.scale === undefined ? [] : [changed('scale', String(service.scale), String(update.scale))]),
      ...(update.disabled === undefined
        ? []
        : [changed('service', ...onOff(isDisabled, 'disabled', 'enabled'))]),
      ...(update.ecrRole === undefined
        ? []
        : [changed('ECR puller role', ...onOff(service.ecrRole.isActive, 'on', 'off'))]),
      ...domains,
      ...tags.map(([key, value]) => tagChange(key, tagOf(key), value)),
    ],
    update: Object.keys(update).length === 0 ? undefined : update,
    tags: tags.length === 0 ? undefined : Object.fromEntries(tags),
  }
}

function onOff(before: boolean, on: string, off: string): [string, string] {
  return before ? [on, off] : [off, on]
}

function domainChanges(before: DomainNames, wanted: DomainNames): Change[] {
  return Object.entries(wanted).flatMap(([certificate, names]): Change[] => {
    const attached = (Object.hasOwn(before, certificate) ? before[certificate] : undefined) ?? []
    const [was, shall] = [[...attached].sort().join(', '), [...names].sort().join(', ')]
    if (was === shall) return []
    const subject = `domains of ${certificate}`
    if (was === '') return [{ sign: '+', subject, detail: shall }]
    return [shall === '' ? { sign: '-', subject, detail: was } : changed(subject, was, shall)]
  })
}

/** The changes that a new service starts with. */
export function creationChanges(name: string, patch: ServicePatch, power: string, scale: number): Change[] {
  return [
    { sign: '+', subject: `service ${name}`, detail: `${power} × ${scale}` },
    ...(patch.ecrRole ? [{ sign: '+', subject: 'ECR puller role', detail: 'on' } as const] : []),
    ...domainChanges({}, patch.publicDomainNames ?? {}),
    ...Object.entries(patch.tags ?? {}).map(([key, value]) => tagChange(key, undefined, value)),
  ]
}
