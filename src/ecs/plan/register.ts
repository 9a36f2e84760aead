import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import { revisionName } from '../model/task-definition.ts'
import { desiredRevision } from './desired/desired-revision.ts'
import { diffTaskDefinition } from './diff/task-definition-diff.ts'
import { type Observed, readValue, type Step } from './steps.ts'

/** Registers a task definition, and no more: what runs stays. One that holds the same is not registered again. */
export function planRegister(request: Request, observed: Observed): Plan<Step> {
  const desired = desiredRevision(request, observed)
  if ('fault' in desired) return refuse(desired.fault)
  const { revision, notices } = desired
  if (revision.kind === 'kept') {
    return refuse({
      reasonCode: 'nothing-to-deploy',
      message: 'no input says what to register',
      fix: 'set task-definition, or set image to change what the service runs',
    })
  }
  if (revision.kind === 'existing') {
    const name = revisionName(revision.arn)
    const isOurs = observed.registered !== undefined && observed.registered.arn === revision.arn
    const verdict = isOurs
      ? ({ result: 'success', reasonCode: 'registered', reason: `${name} was registered` } as const)
      : ({
          result: 'unchanged',
          reasonCode: 'no-changes',
          reason: `${name} already matches the inputs`,
        } as const)
    return { kind: 'end', verdict, notices, titleNote: '' }
  }
  const { content, tags } = revision.definition
  const base = readValue(observed.running) ?? readValue(observed.named)
  return {
    kind: 'apply',
    changes: [
      { sign: '+', subject: 'task definition', detail: `a new revision of ${content.family}` },
      ...diffTaskDefinition(base?.content, content),
    ],
    notices,
    titleNote: '',
    step: { kind: 'register', content, tags, isLast: true, observedAt: observed.at },
  }
}
