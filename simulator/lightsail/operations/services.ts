import type { ContainerService } from '../api-types.ts'
import { inferred, invalidInput, quoted } from '../errors.ts'
import { nextToken, nextUuid } from '../identifiers.ts'
import { readyAt, settingsAt, stageAt } from '../lifecycle.ts'
import type { Creation, ServiceRecord, Settings } from '../records.ts'
import { type Context, currentView, existingService, laggingView, refuseIfBusy } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'
import { serviceRecordAt, servicesAt, serviceView } from '../views.ts'
import { checkedDeployment, deploymentRecord } from './deployments.ts'
import { checkedDomains } from './domains.ts'
import { checkedTags } from './tags.ts'

interface ServiceReply {
  readonly containerService: ContainerService
}

/** Answers at once with a PENDING service that already has its URL (docs/lightsail-facts.md §1.4, §1.5). */
export function createContainerService(
  input: Request<'CreateContainerService'>,
  context: Context,
): ServiceReply {
  const { records, now, switches } = context
  const { serviceName } = input
  const existing = serviceRecordAt(records, serviceName, now)
  if (existing !== undefined) {
    const stage = stageAt(existing, now)
    throw invalidInput(
      stage.kind === 'present' && stage.state === 'DELETING'
        ? quoted.busy(serviceName, stage.state)
        : inferred.duplicateService(serviceName),
    )
  }
  if (servicesAt(records, now).length >= switches.serviceQuota) throw invalidInput(quoted.serviceQuota)

  const record: ServiceRecord = {
    name: serviceName,
    arn: `arn:aws:lightsail:${records.region}:${records.id}:ContainerService/${nextUuid(records, 'service')}`,
    createdAt: now,
    creation: creation(context),
    initialSettings: {
      power: input.power,
      scale: input.scale,
      isDisabled: false,
      publicDomainNames: checkedDomains(
        { service: serviceName, asked: input.publicDomainNames ?? {} },
        context,
      ),
      ecrRoleIsActive: input.privateRegistryAccess?.ecrImagePullerRole?.isActive ?? false,
    },
    updates: [],
    tagChanges: [{ at: now, tags: checkedTags([], input.tags ?? []) }],
    deployments: [],
    images: [],
    principalId: nextToken(records, 'principal'),
  }
  if (input.deployment !== undefined) {
    const checked = checkedDeployment(record, input.deployment, context)
    record.deployments.push(deploymentRecord({ checked, startsAt: readyAt(record), version: 1 }, context))
  }
  records.services.push(record)
  return {
    containerService: serviceView(record, currentView(context), {
      hidesNext: !switches.createReplyShowsNextDeployment,
    }),
  }
}

/** Members that are not given stay as they are (§1.5). */
export function updateContainerService(
  input: Request<'UpdateContainerService'>,
  context: Context,
): ServiceReply {
  const { now, switches } = context
  const record = existingService(currentView(context), input.serviceName)
  refuseIfBusy(record, context)
  const { serviceName, power, scale, isDisabled, publicDomainNames: asked, privateRegistryAccess } = input
  const before = settingsAt(record, now)
  const settings: Settings = {
    power: power ?? before.power,
    scale: scale ?? before.scale,
    isDisabled: isDisabled ?? before.isDisabled,
    publicDomainNames:
      asked === undefined
        ? before.publicDomainNames
        : checkedDomains({ service: serviceName, asked, before: before.publicDomainNames }, context),
    ecrRoleIsActive: privateRegistryAccess?.ecrImagePullerRole?.isActive ?? before.ecrRoleIsActive,
  }
  record.updates.push({ at: now, endsAt: now + switches.updateSeconds * 1000, settings })
  return { containerService: serviceView(record, currentView(context)) }
}

/** Asynchronous: DELETING for a while, then the service is not found (§2.2). */
export function deleteContainerService(
  input: Request<'DeleteContainerService'>,
  context: Context,
): Record<string, never> {
  const { now, switches } = context
  const record = existingService(currentView(context), input.serviceName)
  const stage = stageAt(record, now)
  if (stage.kind === 'present' && stage.state === 'DELETING') {
    if (switches.secondDelete === 'rejected') throw invalidInput(inferred.deletingService(record.name))
    return {}
  }
  const mayInterrupt =
    stage.kind === 'present' && stage.state === 'DEPLOYING' && switches.deleteWhileDeploying === 'accepted'
  const isStuck = stage.kind === 'present' && stage.isStuck === true
  if (!mayInterrupt && !isStuck) refuseIfBusy(record, context, { deploymentText: true })
  record.deletion = { at: now, goneAt: now + switches.deleteSeconds * 1000 }
  return {}
}

/** One service by name, or all of the Region; never paged (§1.5). */
export function getContainerServices(
  input: Request<'GetContainerServices'>,
  context: Context,
): { readonly containerServices: readonly ContainerService[] } {
  const view = laggingView(context)
  const found =
    input.serviceName === undefined
      ? servicesAt(view.records, view.at)
      : [existingService(view, input.serviceName)]
  return { containerServices: found.map((record) => serviceView(record, view)) }
}

function creation({ now, switches }: Context): Creation {
  const endsAt = now + switches.creationSeconds * 1000
  return switches.creation === 'ready'
    ? { kind: 'ready', readyAt: endsAt }
    : { kind: 'stuck', stuckAt: endsAt, code: switches.creation }
}
