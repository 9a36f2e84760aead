import { tagChange } from '../../../diff/change-lines.ts'
import { isRecord, type Plain } from '../../../inputs/documents/records.ts'
import type { Change } from '../../../rollout/contract/plan.ts'
import type { Refusal } from '../../../rollout/contract/refusal.ts'
import type { Request } from '../../inputs/request-types.ts'
import {
  isAsWritten,
  memberEffect,
  mergedConfiguration,
  REVISION_MEMBERS,
} from '../../model/compare/service-members.ts'
import type { Service, ServiceMembers } from '../../model/service.ts'

import { deniedText, type Observed, readValue, type UpdateStep } from '../steps.ts'
import { memberChanges, wordsOf } from './member-changes.ts'

/** The difference between a service and what is written, beside its task definition. */
export interface ServiceDiff {
  readonly changes: readonly Change[]
  /** For UpdateService: only what is written and differs. */
  readonly members: ServiceMembers
  /** What the same members are now; those that are not there are missing. */
  readonly before: ServiceMembers
  readonly rollsOut: UpdateStep['rollsOut']
  /** For one TagResource. */
  readonly tags: Readonly<Record<string, string>> | undefined
  readonly notices: readonly string[]
}

/** Compares the members that are written with those of the service; one that cannot be changed is a refusal. */
export function diffService(
  request: Request,
  observed: Observed & { readonly service: Service },
  written: ServiceMembers,
): ServiceDiff | { readonly fault: Refusal } {
  const { service, revisionMembers, sent = {} } = observed
  const { desiredCount, tags = {} } = request.settings
  const current: ServiceMembers = { ...service.members, ...readValue(revisionMembers) }
  // It is not known whether a revision returns these (docs/ecs-facts.md §1b): what was sent once is not sent again.
  const isSent = (name: string) =>
    REVISION_MEMBERS.includes(name) &&
    sent[name] !== undefined &&
    isAsWritten(written[name], sent[name], [name])
  const different = Object.keys(written).filter(
    (name) => !isAsWritten(written[name], current[name], [name]) && !isSent(name),
  )
  const fixed = different.filter((name) => memberEffect(name) === 'fixed')
  if (fixed.length > 0) return { fault: fixedFault(service, fixed, written, current) }
  if (desiredCount !== undefined && current['schedulingStrategy'] === 'DAEMON')
    return { fault: daemonFault(service) }
  const counts = desiredCount !== undefined && desiredCount !== service.desiredCount
  const members = Object.fromEntries(
    different.map((name) => [
      name,
      name === 'deploymentConfiguration'
        ? mergedConfiguration(recordOf(written[name]), recordOf(current[name]))
        : written[name],
    ]),
  )
  const tagOf = (key: string) => (Object.hasOwn(service.tags, key) ? service.tags[key] : undefined)
  const otherTags = Object.entries(tags).filter(([key, value]) => tagOf(key) !== value)
  const unread =
    revisionMembers?.kind === 'denied' ? different.filter((name) => REVISION_MEMBERS.includes(name)) : []
  return {
    changes: [
      ...(counts
        ? [
            {
              sign: '~',
              subject: 'desired count',
              detail: `${service.desiredCount} → ${desiredCount}`,
            } as const,
          ]
        : []),
      ...different.flatMap((name) => differenceOf(name, current[name], members[name])),
      ...otherTags.map(([key, value]) => tagChange(key, tagOf(key), value)),
    ],
    members: { ...members, ...(counts && { desiredCount }) },
    before: Object.fromEntries(
      [...different, ...(counts ? ['desiredCount'] : [])].flatMap((name) => {
        const value = name === 'desiredCount' ? service.desiredCount : current[name]
        return value === undefined ? [] : [[name, value]]
      }),
    ),
    rollsOut: effectOf(different),
    tags: otherTags.length === 0 ? undefined : Object.fromEntries(otherTags),
    notices:
      revisionMembers?.kind === 'denied' && unread.length > 0
        ? [
            `${deniedText(revisionMembers)}, so ${unread.join(' and ')} cannot be compared and will be sent as specified`,
          ]
        : [],
  }
}

/** A difference that cannot be shown, such as an order or a hidden value, still gets a line. */
function differenceOf(name: string, before: unknown, after: unknown): Change[] {
  const lines = memberChanges(wordsOf(name), before, after)
  return lines.length > 0 ? lines : [{ sign: '~', subject: wordsOf(name), detail: 'as specified' }]
}

/** What ECS does about members that differ, all together. */
export function effectOf(names: readonly string[]): UpdateStep['rollsOut'] {
  const effects = names.filter((name) => name !== 'desiredCount').map(memberEffect)
  if (effects.includes('rollout')) return 'yes'
  return effects.includes('unknown') ? 'unknown' : 'no'
}

function recordOf(value: unknown): Plain {
  return isRecord(value) ? value : {}
}

function daemonFault({ name }: Service): Refusal {
  return {
    reasonCode: 'cannot-change',
    message: `${name} is a DAEMON, which runs one task on each instance and has no count`,
    fix: 'remove desired-count',
  }
}

function fixedFault(
  { name }: Service,
  fixed: readonly string[],
  written: ServiceMembers,
  current: ServiceMembers,
): Refusal {
  const lines = fixed.map((key) => {
    const now = current[key] === undefined ? '(not set)' : String(current[key])
    return `${wordsOf(key)} ${now} → ${String(written[key])}`
  })
  const hint = fixed.includes('launchType')
    ? '; to move to other capacity, set capacity-provider-strategy, such as [{"capacityProvider": "FARGATE"}]'
    : ''
  return {
    reasonCode: 'cannot-change',
    message: `ECS cannot change this on the existing service ${name}: ${lines.join(', ')}`,
    fix: `set it to what the service has, leave it out, or create a service with another name${hint}`,
  }
}
