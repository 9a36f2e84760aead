import type { Request } from '../inputs/request-types.ts'
import { REVISION_MEMBERS } from '../model/compare/service-members.ts'
import type { Service } from '../model/service.ts'
import { isSameRevision, revisionNumber } from '../model/task-definition.ts'
import { changesDefinition } from '../model/task-definition-patch.ts'

/** What has to be read beside the service before a plan can be made. */
export interface Reads {
  /** The revision that the service is to run: its ARN. */
  readonly running: string | undefined
  /** A revision by ARN, `family:revision` or `family`; of a family the newest. */
  readonly named: string | undefined
  /** `monitoring` and `gatewayConnectors` of the PRIMARY's service revision. */
  readonly revisionMembers: boolean
  /** SUCCESSFUL rollouts; if they cannot be read, the revisions of the running family. Then what `rollbackTarget` finds as `named`. */
  readonly history: boolean
}

const nothing: Reads = { running: undefined, named: undefined, revisionMembers: false, history: false }

/** As few reads as possible: one for an image alone or a whole file, none for an ARN. */
export function neededReads(request: Request, service: Service | undefined): Reads {
  const { mode, taskDefinition: patch, settings } = request
  if (mode === 'rollback') {
    return { ...nothing, running: service?.taskDefinition, history: service !== undefined }
  }
  if (mode === 'delete') return nothing
  if (mode === 'status') return { ...nothing, running: service?.taskDefinition }
  const writesRevisionMembers = REVISION_MEMBERS.some((name) => settings.file?.[name] !== undefined)
  const revisionMembers = writesRevisionMembers && service !== undefined
  if (patch === undefined) {
    // A target group is for a container of what runs, and a task runs its containers.
    const needsContent =
      settings.targetGroupArn !== undefined ||
      settings.file?.['loadBalancers'] !== undefined ||
      request.taskRun !== undefined
    return { ...nothing, revisionMembers, running: needsContent ? service?.taskDefinition : undefined }
  }
  if (patch.file) {
    const registersOnly = mode === 'register' || request.service === undefined
    return {
      ...nothing,
      revisionMembers,
      running: service?.taskDefinition,
      named: registersOnly && !service ? patch.file.content.family : undefined,
    }
  }
  if (patch.named === undefined) return { ...nothing, revisionMembers, running: service?.taskDefinition }
  const isKnown =
    service !== undefined &&
    revisionNumber(patch.named) !== undefined &&
    !changesDefinition(patch) &&
    !isSameRevision(patch.named, service.taskDefinition) &&
    settings.targetGroupArn === undefined &&
    request.taskRun === undefined
  return {
    ...nothing,
    revisionMembers,
    running: changesDefinition(patch) ? service?.taskDefinition : undefined,
    named: isKnown ? undefined : patch.named,
  }
}
