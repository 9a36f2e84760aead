import { Failure } from '../engine/failure.ts'
import type { Plan, Undoing } from '../engine/target.ts'
import { isRed, type Verdict } from '../engine/verdict.ts'
import type { Cloud } from './cloud.ts'
import { gone, judge, remade, type Started } from './judge.ts'
import { lastGood } from './last-good.ts'
import { busyWith } from './obstacle.ts'
import { badVersions, isSameContent } from './order/bad-versions.ts'
import { redeployment } from './rollback.ts'
import { type Deployment, isAnother } from './service.ts'
import type { Observed, Steps } from './steps.ts'
import type { LightsailTarget } from './target-types.ts'

/** What is to serve again in the place of ours, or why there is nothing that may. */
type Choice = { readonly deployment: Deployment } | { readonly why: string }

/**
 * The target that puts the last good version back, by the rule of `mode: rollback`, or exactly the one that ours
 * displaced. A version that failed its URL check is never put back.
 */
export const undoingTarget = async (
  target: LightsailTarget,
  { started, what, cloud }: { started: Started; what: 'last-good' | 'displaced'; cloud: Cloud },
): Promise<Undoing<LightsailTarget>> => {
  const choice = what === 'displaced' ? displacedChoice(started) : await lastGoodChoice(started, cloud)
  if ('why' in choice) return { kind: 'nothing', why: choice.why }
  const { serviceName: name } = started
  const observe = async (): Promise<Observed> => {
    const service = await cloud.getService(name)
    return { at: cloud.serviceTime(), service }
  }
  const plan = ({ service, at }: Observed): Plan<Steps> => {
    const end = (verdict: Verdict) => ({ kind: 'end', verdict, notices: [], remark: '' }) as const
    if (service === undefined) return end(gone(started))
    if (isAnother(service, started.service.arn)) return end(remade(started, service))
    // Somebody disabled it or is deleting it, or deployed: nothing is put over that.
    const stands = judge(started, { kind: 'service', service, history: undefined })
    if (stands.kind === 'ended' && isRed(stands.verdict)) return end(stands.verdict)
    const busy = busyWith(service)
    if (busy) return { kind: 'wait', ...busy }
    return redeployment({ service, deployment: choice.deployment, at, notices: [] })
  }
  return { kind: 'target', target: { ...target, observe, plan } }
}

const displacedChoice = ({ displaced, service }: Started): Choice => {
  if (displaced === undefined) return { why: 'there is nothing to put back' }
  return badVersions(service).includes(displaced.version)
    ? { why: `version ${displaced.version} failed its URL check` }
    : { deployment: displaced }
}

/** Without marks, what served before is the last good one; it costs a call only where that is in doubt. */
const lastGoodChoice = async (started: Started, cloud: Cloud): Promise<Choice> => {
  const { previous, serviceName, version, spec, service, created } = started
  if (created) return { why: 'there is no earlier good version to put back' }
  const bad = badVersions(service)
  const isPlain = previous !== undefined && !isSameContent(previous.spec, spec)
  if (isPlain && bad.length === 0) return { deployment: previous }
  const read = async () => {
    try {
      return await cloud.getDeployments(serviceName)
    } catch (failure) {
      if (failure instanceof Failure && isPlain && !bad.includes(previous.version)) return [previous]
      throw failure
    }
  }
  const history = await read()
  const { found, skipped } = lastGood({
    serving: { version, spec },
    history,
    bad: [version, ...bad],
    leavesReplaced: false,
  })
  if (found) return { deployment: found }
  return { why: `there is no earlier good version to put back${skipped ? ` (${skipped})` : ''}` }
}
