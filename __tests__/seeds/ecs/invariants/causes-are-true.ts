import type { OutcomeName } from '../../../../simulator/ecs/outcomes/index.ts'
import { applicationCodes } from '../../../../src/verdict/codes/application.ts'
import { ecsCauseCodes } from '../../../../src/verdict/codes/ecs-causes.ts'
import type { ReasonCode } from '../../../../src/verdict/reason-codes.ts'
import { type Invariant, invariant, unless } from '../../machinery/invariant.ts'
import { madeBy, namedDeployment, rolloutsThen } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

/** What a rollout with that outcome may be told to fail of. */
const causes: Readonly<Record<OutcomeName, readonly ReasonCode[]>> = {
  succeeds: [],
  'succeeds-slowly': [],
  'succeeds-but-answers-500': [],
  'never-ends': [],
  alarm: [],
  'hook-fails': [],
  'hook-times-out': [],
  missing: ['image-not-found'],
  denied: ['image-denied'],
  unreachable: ['no-route-to-registry'],
  'rate-limit': ['registry-rate-limit'],
  'wrong-architecture': ['wrong-architecture'],
  'disk-full': ['disk-full'],
  'secret-denied': ['secret-denied'],
  'secret-missing': ['secret-missing'],
  'secret-key': ['secret-key'],
  'no-route-to-secrets': ['no-route-to-secrets'],
  'log-group-missing': ['log-group-missing'],
  'command-not-found': ['command-not-found'],
  'no-capacity': ['no-capacity'],
  'no-instances': ['no-instances'],
  'instance-resources': ['instance-resources'],
  'instance-memory': ['instance-resources'],
  'quota-tasks': ['quota-tasks'],
  crashes: ['app-crashed'],
  flaps: ['app-crashed'],
  'no-reason': ['app-crashed'],
  'rollback-fails': ['app-crashed'],
  'exits-0': ['app-ended'],
  // Without its log, and with an app that says more, it is a crash.
  'missing-variable': ['missing-variable', 'app-crashed'],
  'exec-format-error': ['wrong-architecture', 'app-crashed'],
  'out-of-memory': ['out-of-memory'],
  'not-executable': ['not-executable'],
  segfault: ['segfault'],
  'spot-interrupted': ['spot-interrupted'],
  'container-unhealthy': ['container-health-check-failed'],
  'elb-404': ['health-check-failed'],
  'elb-503': ['health-check-failed'],
  // Without the event it is unknown whether there was an answer.
  'elb-timeout': ['health-check-no-answer', 'health-check-failed'],
  'wrong-port': ['wrong-port', 'health-check-no-answer', 'health-check-failed'],
  'localhost-only': ['listens-on-localhost', 'health-check-no-answer', 'health-check-failed'],
}

/** What the service, not the image, is to blame for. */
const ofService: readonly ReasonCode[] = ['rollout-cannot-move', 'slow-drain']

const known = new Set<string>([...Object.keys(ecsCauseCodes), ...Object.keys(applicationCodes)])

function codeOf({ outcome }: EcsRun): ReasonCode {
  return outcome.verdict.reasonCode
}

function isCause(run: EcsRun): boolean {
  const isImage = ['image-not-found', 'image-denied'].includes(codeOf(run))
  return run.outcome.verdict.result !== 'refused' && (isImage || known.has(codeOf(run)))
}

function oursOf(run: EcsRun) {
  return namedDeployment(run) ?? madeBy(run)[0]
}

/** The circuit breaker ended ours. */
function isBroken(run: EcsRun): boolean {
  const ours = oursOf(run)
  return (
    ours !== undefined && rolloutsThen(run, ours).some(({ failure }) => failure?.kind === 'circuit-breaker')
  )
}

function isTold(run: EcsRun): readonly string[] {
  const name = oursOf(run)?.outcome.name as OutcomeName | undefined
  const code = codeOf(run)
  const expected = [...((name && causes[name]) ?? []), ...ofService]
  if (code === 'unable-to-start-consistently')
    return unless(failsToStart(run), `${code}, but no task of ${name} failed`)
  return unless(expected.includes(code), `${code}, but the outcome was ${name}`)
}

/** Some of its tasks were started, and their failures are what ECS counts. */
function failsToStart(run: EcsRun): boolean {
  const ours = oursOf(run)
  return ours !== undefined && rolloutsThen(run, ours).some(({ target }) => target.started > 0)
}

/** Nothing kept the run from reading why. */
function isClear({ situation: { weather, switches, others } }: EcsRun): boolean {
  const lag = (switches.readLagSeconds ?? 0) + (switches.listLagSeconds ?? 0)
  return (
    weather.faults.length + weather.troubles.length === 0 &&
    others.sentences.length === 0 &&
    lag === 0 &&
    (switches.stoppedTaskSeconds ?? 3600) >= 600
  )
}

/** A code that says how a rollout ended, and not why its tasks failed. */
const bare: readonly ReasonCode[] = ['circuit-breaker', 'no-rollback-candidate', 'too-many-failed-tasks']

export const causesAreTrue: readonly Invariant<EcsRun>[] = [
  invariant('the cause that is told is the one that was drawn', isCause, isTold),
  invariant(
    'who may read why tasks failed tells it',
    (run) =>
      isClear(run) &&
      ['rolled-back', 'failed-kept-previous', 'failed-nothing-serving'].includes(
        run.outcome.verdict.result,
      ) &&
      isBroken(run),
    (run) =>
      unless(!bare.includes(codeOf(run)), `${codeOf(run)} of ${oursOf(run)?.outcome.name}, and no cause`),
  ),
]
