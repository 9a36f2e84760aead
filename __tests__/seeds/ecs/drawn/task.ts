import type { Switches } from '../../../../simulator/ecs/behaviour-options.ts'
import { findOutcome, type OutcomeName } from '../../../../simulator/ecs/outcomes/index.ts'
import type { Outcome } from '../../../../simulator/ecs/outcomes/outcome.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { ourValues } from '../../machinery/around/secret-canaries.ts'
import type { Inputs } from '../../machinery/inputs.ts'
import type { Chance } from '../../machinery/prng.ts'
import { talkative } from './outcomes.ts'

/** A task that is run before the deployment, or as the whole job, and what becomes of old revisions. */
export interface DrawnTask {
  /** In the place of what was drawn before. */
  readonly inputs: Inputs
  /** Of the task: RunTask comes before any rollout. */
  readonly outcomes: readonly Outcome[]
  readonly faults: readonly EcsFault[]
  readonly switches: Partial<Switches>
  readonly sentences: readonly string[]
}

const outcomes: readonly [OutcomeName, ...OutcomeName[]] = [
  'succeeds',
  'succeeds',
  'succeeds',
  'succeeds-slowly',
  'crashes',
  'crashes',
  'exits-0',
  'out-of-memory',
  'missing',
  'secret-denied',
  'never-ends',
  'spot-interrupted',
  'no-capacity',
  'instance-memory',
  'no-instances',
]

const ofEveryRun = ['cluster', 'wait-for-minutes', 'poll-interval-seconds', 'max-retries', 'on-timeout']

/** Drawn last, so that all else stays what it was. */
export function drawTask(chance: Chance, inputs: Inputs): DrawnTask {
  const deploys = inputs['mode'] === undefined || inputs['mode'] === 'plan'
  const keeps: Inputs =
    deploys && chance.percent(15) ? { 'keep-task-definitions': chance.one(['1', '2', '5', '18']) } : {}
  if (!deploys || chance.percent(82))
    return { inputs: { ...inputs, ...keeps }, outcomes: [], faults: [], switches: {}, sentences: [] }
  const isAlone = inputs['cluster'] !== undefined && inputs['mode'] === undefined && chance.percent(20)
  const waits = chance.percent(75)
  const task: Inputs = {
    'run-task': 'true',
    ...(waits && { 'wait-for-task-stopped': 'true' }),
    ...(chance.percent(40) && {
      'run-task-container-overrides': JSON.stringify([
        {
          name: inputs['service'] === 'agent' ? 'agent' : 'app',
          command: ['npm', 'run', 'migrate'],
          environment: Object.entries(ourValues).map(([name, value]) => ({ name, value })),
        },
      ]),
    }),
    ...(inputs['service'] === 'agent' && { 'run-task-launch-type': 'EC2' }),
    ...(chance.percent(20) && { 'run-task-started-by': 'migrations' }),
  }
  const alone = Object.fromEntries(Object.entries(inputs).filter(([name]) => ofEveryRun.includes(name)))
  return {
    inputs: isAlone
      ? { ...alone, 'task-definition-arn': 'web:17', 'run-task-subnets': 'subnet-0a1b2c3d', ...task }
      : { ...inputs, ...keeps, ...task },
    outcomes: [talkative(findOutcome(chance.one(outcomes)))],
    ...drawFaults(chance),
    switches: {
      taskSeconds: chance.one([20, 5, 200]),
      stoppedByRequestExitCode: chance.one([143, 0, 137]),
      repeatedRunTask: chance.one(['same-task', 'same-task', 'no-task']),
    },
  }
}

function drawFaults(chance: Chance): Pick<DrawnTask, 'faults' | 'sentences'> {
  if (chance.percent(65)) return { faults: [], sentences: [] }
  const operation = chance.one(['RunTask', 'RunTask', 'DescribeTasks', 'StopTask', 'ListTasks'] as const)
  const effect = chance.one([
    { kind: 'drop', when: 'after-acceptance' },
    { kind: 'drop', when: 'after-acceptance' },
    { kind: 'drop', when: 'before-acceptance' },
    { kind: 'service-exception', accepted: true },
    { kind: 'throttle' },
    { kind: 'access-denied' },
  ] as const)
  const calls =
    effect.kind === 'access-denied' || chance.percent(20) ? ('every' as const) : chance.whole(1, 3)
  return {
    faults: [{ operation, calls, effect }],
    sentences: [`${operation} call ${calls}: ${JSON.stringify(effect)}`],
  }
}
