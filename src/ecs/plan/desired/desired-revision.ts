import type { Refusal } from '../../../rollout/contract/refusal.ts'
import type { Request } from '../../inputs/request-types.ts'
import { canonicalText } from '../../model/compare/canonical.ts'
import type { TaskDefinitionPatch } from '../../model/patch.ts'
import {
  isSameRevision,
  revisionName,
  revisionNumber,
  type TaskDefinition,
  type TaskDefinitionContent,
} from '../../model/task-definition.ts'
import {
  changesDefinition,
  type DesiredTaskDefinition,
  patchedTaskDefinition,
} from '../../model/task-definition-patch.ts'
import { denied } from '../preconditions.ts'
import { deniedText, type Observed, readValue } from '../steps.ts'

/** The desired task definition, as far as the inputs say. */
export type DesiredRevision =
  /** Nothing is said: what runs stays. */
  | { readonly kind: 'kept'; readonly content: TaskDefinitionContent | undefined }
  /** A revision that exists: it was named, or holds what was written. */
  | {
      readonly kind: 'existing'
      /** ARN, or `family:revision` as it was named. */
      readonly arn: string
      /** `undefined` if it was not read. */
      readonly content: TaskDefinitionContent | undefined
    }
  /** One that has to be registered first. */
  | {
      readonly kind: 'new'
      readonly definition: DesiredTaskDefinition
      readonly content: TaskDefinitionContent
    }

export interface Desired {
  readonly revision: DesiredRevision
  readonly notices: readonly string[]
}

/** The revision that shall run; or why there is none. */
export function desiredRevision(request: Request, observed: Observed): Desired | { readonly fault: Refusal } {
  const { taskDefinition: patch } = request
  const running = readValue(observed.running)
  if (patch === undefined) {
    return { revision: { kind: 'kept', content: running?.content }, notices: [] }
  }
  if (patch.named !== undefined && !changesDefinition(patch))
    return namedRevision(patch.named, request, observed)
  const base = baseOf(patch, request, observed)
  if ('fault' in base) return base
  const definition = patchedTaskDefinition(patch, base)
  if ('fault' in definition) return definition
  const known = [running, observed.registered, readValue(observed.named)].filter((one) => one !== undefined)
  const wanted = canonicalText(definition.content)
  const equal = known.find(({ status, content }) => status === 'ACTIVE' && canonicalText(content) === wanted)
  const { content } = definition
  return {
    revision: equal ? { kind: 'existing', arn: equal.arn, content } : { kind: 'new', definition, content },
    notices: deniedNotices(patch, observed),
  }
}

/** True for the revision that this run registered: it is shown as new, as before its registration. */
export function isRegistered(
  revision: DesiredRevision,
  { registered }: Pick<Observed, 'registered'>,
): boolean {
  return (
    revision.kind === 'existing' && registered !== undefined && isSameRevision(revision.arn, registered.arn)
  )
}

function namedRevision(
  named: string,
  { region }: Request,
  { named: read }: Observed,
): Desired | { readonly fault: Refusal } {
  const found = readValue(read)
  if (read?.kind === 'missing') {
    return {
      fault: {
        reasonCode: 'version-not-usable',
        message: `there is no task definition ${revisionName(named)} in ${region}`,
        fix: 'fix task-definition-arn, or the Region',
      },
    }
  }
  const inactive = found && inactiveFault(found)
  if (inactive) return { fault: inactive }
  if (found === undefined && revisionNumber(named) === undefined) {
    const what = `the latest revision of ${named} cannot be determined`
    return { fault: denied('ecs:DescribeTaskDefinition', what, ', or name the revision, such as web:19') }
  }
  return { revision: { kind: 'existing', arn: found?.arn ?? named, content: found?.content }, notices: [] }
}

/** A deregistered revision cannot be deployed. */
export function inactiveFault({ arn, status }: TaskDefinition): Refusal | undefined {
  return status === 'ACTIVE'
    ? undefined
    : {
        reasonCode: 'version-not-usable',
        message: `the task definition ${revisionName(arn)} is ${status}: it was deregistered and cannot be deployed`,
        fix: 'name another revision, or register it again with task-definition',
      }
}

/** What the inputs patch: a file is its own base. */
function baseOf(
  patch: TaskDefinitionPatch,
  request: Request,
  observed: Observed,
): Pick<TaskDefinition, 'content' | 'tags'> | { readonly fault: Refusal } {
  if (patch.file) return patch.file
  const read = patch.named === undefined ? observed.running : observed.named
  if (read?.kind === 'read') return read.value
  if (read?.kind === 'denied') {
    const what = 'the inputs change a task definition that cannot be read'
    return { fault: denied(read.action, what, ', or set task-definition to the whole definition') }
  }
  const what = patch.named === undefined ? `what ${request.service} runs` : revisionName(patch.named)
  return {
    fault: {
      reasonCode: 'version-not-usable',
      message: `there is no task definition for the inputs to change: ${what} does not exist`,
      fix: 'set task-definition to the whole definition, or fix task-definition-arn',
    },
  }
}

function deniedNotices(patch: TaskDefinitionPatch, { running, named }: Observed): string[] {
  const refused = [running, named].find((read) => read?.kind === 'denied')
  return patch.file && refused?.kind === 'denied'
    ? [
        `${deniedText(refused)}, so the task definition cannot be compared with what is running; each run registers a new revision`,
      ]
    : []
}
