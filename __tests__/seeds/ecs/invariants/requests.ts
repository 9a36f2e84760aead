import type { DeploymentRecord } from '../../../../simulator/ecs/records.ts'
import { isRead } from '../../machinery/around/network.ts'
import type { Inputs } from '../../machinery/inputs.ts'
import { type Invariant, invariant, isCancelled, putsBack, unless } from '../../machinery/invariant.ts'
import { madeBy, rolloutAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

type Input = Readonly<Record<string, unknown>>

function inputsOf({ calls }: EcsRun, operation: string): Input[] {
  return calls.filter((call) => call.operation === operation).map(({ input }) => Object(input) as Input)
}

/** Operations that are idempotent by a token of ours. */
const WITH_TOKENS = ['CreateService', 'RunTask'] as const
/** How long a token may be (docs/ecs-facts.md §3, §11). */
const MAX_TOKEN = { CreateService: 36, RunTask: 64 } as const

/** The members of an UpdateService that the inputs speak of; `undefined` if any may be sent. */
function spokenOf(inputs: Inputs): readonly string[] {
  const has = (...names: string[]) => names.some((name) => inputs[name] !== undefined)
  return [
    ...['cluster', 'service', 'taskDefinition', 'forceNewDeployment'],
    ...(has('desired-count') ? ['desiredCount'] : []),
    ...(has('circuit-breaker', 'service-definition') ? ['deploymentConfiguration'] : []),
    ...(has('propagate-tags') ? ['propagateTags'] : []),
    ...(has('enable-ecs-managed-tags') ? ['enableECSManagedTags'] : []),
    ...(has('subnets', 'service-definition') ? ['networkConfiguration'] : []),
    ...(has('service-definition')
      ? ['loadBalancers', 'enableExecuteCommand', 'healthCheckGracePeriodSeconds']
      : []),
  ]
}

/** What is sent, and how often. */
export const requests: readonly Invariant<EcsRun>[] = [
  invariant(
    'an update holds what was written, and nothing else',
    (run) => inputsOf(run, 'UpdateService').length > 0,
    (run) => {
      const spoken = spokenOf(run.situation.inputs)
      return inputsOf(run, 'UpdateService').flatMap((input) =>
        Object.keys(input)
          .filter((member) => !spoken.includes(member))
          .map((member) => `UpdateService with ${member}, which nobody wrote`),
      )
    },
  ),
  ...WITH_TOKENS.map((operation) =>
    invariant<EcsRun>(
      `each ${operation} has a short token, and another one for another request`,
      (run) => inputsOf(run, operation).length > 0,
      (run) => tokensAreFine(run, operation),
    ),
  ),
  ...WITH_TOKENS.map((operation) =>
    invariant<EcsRun>(
      `${operation} that is sent again has the token of before`,
      (run) => requestsOf(run, operation).some(({ tokens }) => tokens.length > 1),
      (run) =>
        requestsOf(run, operation).flatMap(({ tokens }) =>
          unless(new Set(tokens).size === 1, `the same ${operation} with another clientToken`),
        ),
    ),
  ),
  invariant('one rollout', (run) => madeBy(run).length > 0, oneRollout),
  invariant<EcsRun>('a second one only to put back', putsBack, oneRollout),
  invariant(
    'plans and reports never write',
    ({ situation: { inputs } }) => inputs['mode'] === 'plan' || inputs['mode'] === 'status',
    ({ sent, situation }) =>
      sent
        .filter(({ isWrite }) => isWrite)
        .map(({ operation }) => `${operation} with mode ${situation.inputs['mode']}`),
  ),
  invariant(
    'once the job is cancelled, at most a rollback is asked for',
    isCancelled,
    ({ sent, situation }: EcsRun) =>
      sent
        .filter(({ isWrite, isLate }) => isWrite && isLate)
        .filter(({ operation }) => operation !== 'TagResource')
        .filter(
          ({ operation }) =>
            operation !== 'StopTask' &&
            (operation !== 'StopServiceDeployment' || situation.inputs['on-cancel'] !== 'rollback'),
        )
        .map(({ operation }) => `${operation} after the job was cancelled`),
  ),
  invariant(
    'a rollout is stopped only where that is asked for',
    (run) => inputsOf(run, 'StopServiceDeployment').length > 0,
    ({ situation: { inputs } }) =>
      unless(
        inputs['mode'] === 'rollback' ||
          inputs['on-timeout'] === 'rollback' ||
          inputs['on-cancel'] === 'rollback',
        'StopServiceDeployment, which nobody asked for',
      ),
  ),
  invariant(
    'the state is saved before each write',
    ({ done }) => done.length > 0,
    ({ savedProgress, done }) => {
      const progressAt = (moment: number) => savedProgress.findLast(({ at }) => at <= moment)?.written
      return done
        .filter(({ at }) => (progressAt(at)?.kind ?? 'nothing') === 'nothing')
        .map(({ operation }) => `${operation} without a saved state`)
    },
  ),
  invariant(
    'the service and nothing else is written to',
    ({ done }) => done.length > 0,
    ({ done, situation: { arrangement } }) =>
      done
        .filter(({ service }) => service !== undefined && service.name !== arrangement.service)
        .map(({ operation, service }) => `${operation} to ${service?.name}`),
  ),
  invariant(
    'nobody but its own site is asked',
    ({ situation: { inputs, web }, done }) =>
      inputs['verify-url'] !== undefined &&
      (web.kind === 'elsewhere' || web.kind === 'nowhere') &&
      done.some(({ deployment }) => deployment),
    ({ astray }) => astray.map((url) => `asked ${url}`),
  ),
  invariant(
    'no policy of AWS is needed for a write alone',
    ({ calls }) =>
      calls.some(({ operation, errorType }) => isRead(operation) && errorType === 'AccessDeniedException'),
    ({ outcome: { verdict } }) =>
      unless(verdict.result !== 'internal', 'a missing permission is a fault of ours'),
  ),
]

/** The different requests of an operation, each with the tokens that it was sent with. */
function requestsOf(
  run: EcsRun,
  operation: string,
): readonly { readonly request: string; readonly tokens: readonly string[] }[] {
  const sent = inputsOf(run, operation).map(({ clientToken, ...request }) => ({
    request: JSON.stringify(request),
    token: typeof clientToken === 'string' ? clientToken : '',
  }))
  const requests = [...new Set(sent.map(({ request }) => request))]
  return requests.map((request) => ({
    request,
    tokens: sent.filter((one) => one.request === request).map(({ token }) => token),
  }))
}

function tokensAreFine(run: EcsRun, operation: (typeof WITH_TOKENS)[number]): readonly string[] {
  const requests = requestsOf(run, operation)
  const [first, ...others] = requests.map(({ tokens }) => new Set(tokens))
  return [
    ...requests
      .flatMap(({ tokens }) => tokens)
      .filter((token) => token.length === 0 || token.length > MAX_TOKEN[operation])
      .map((token) => `clientToken "${token}"`),
    ...others
      .filter((tokens) => [...tokens].some((token) => first?.has(token)))
      .map(() => `another ${operation} with the same clientToken`),
  ]
}

/** How long a write without an answer is looked for before it is sent again. Seconds. */
const LOOKS_SECONDS = 15

/** Writes without an answer that reads showed, or that arrived, only after the last look for them. */
function tooLateToSee(run: EcsRun): number {
  const updates = run.sent.filter(({ operation }) => operation === 'UpdateService')
  const lags = (run.situation.switches.readLagSeconds ?? 0) > LOOKS_SECONDS
  const isUnreadable = run.situation.weather.sentences.some((sentence) =>
    /(?:UpdateService|\*|writes) .*: (?:altered|truncate)/.test(sentence),
  )
  const unanswered = lags ? updates.filter(({ end }) => isUnreadable || end !== '200').length : 0
  const arrived = updates.slice(1).map(({ sentAt }, index) => {
    const after = run.done.filter(({ operation, at }) => operation === 'UpdateService' && at > sentAt)
    return after.length - (updates.length - 1 - index)
  })
  return Math.max(unanswered, ...arrived)
}

/** One UpdateService or CreateService per run; another only to put back, and what came between in its turn. */
function oneRollout(run: EcsRun): readonly string[] {
  const most = 1 + (putsBack(run) ? (run.situation.others.sentences.length > 0 ? 2 : 1) : 0)
  // What was replaced before it had a task is in no look.
  const made = madeBy(run).filter((deployment) => !isReplacedAtOnce(run, deployment))
  return unless(made.length <= most + tooLateToSee(run), `${made.length} rollouts of ours`)
}

function isReplacedAtOnce(run: EcsRun, deployment: DeploymentRecord): boolean {
  const rollout = rolloutAt(run, deployment, run.end)
  return rollout?.replacedAt !== undefined && rollout.target.started === 0
}
