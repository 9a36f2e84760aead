import type { Account } from '../../../../simulator/ecs/account.ts'
import type { EcsOperationName } from '../../../../simulator/wire/ecs.ts'
import { leaky } from '../../machinery/around/secret-canaries.ts'
import { drawWeather as drawOf, type Weather as WeatherOf } from '../../machinery/around/weather.ts'
import type { Inputs } from '../../machinery/inputs.ts'
import type { Chance } from '../../machinery/prng.ts'

export type Weather = WeatherOf<EcsOperationName, Account>

const operations = [
  '*',
  '*',
  'DescribeServices',
  'DescribeServices',
  'DescribeTaskDefinition',
  'ListServiceDeployments',
  'DescribeServiceDeployments',
  'DescribeServiceDeployments',
  'RegisterTaskDefinition',
  'CreateService',
  'UpdateService',
  'UpdateService',
  'StopServiceDeployment',
  'DeleteService',
  'TagResource',
  'ListTasks',
  'DescribeTasks',
  'GetLogEvents',
] as const satisfies readonly [EcsOperationName | '*', ...(EcsOperationName | '*')[]]

const members = [
  'stoppedReason',
  'stopCode',
  'containers',
  'startedBy',
  'timestamp',
  'events',
  'tags',
  'createdAt',
  'rolloutStateReason',
  'statusReason',
  'currentServiceDeployment',
  'lifecycleHookDetails',
  'alarms',
  'targetServiceRevision',
  'sourceServiceRevisions',
  'lifecycleStage',
  'roleArn',
  'platformVersion',
]

const missing =
  '{"services":[],"failures":[{"arn":"arn:aws:ecs:eu-central-1:123456789012:service/prod/shop","reason":"MISSING"}]}'

/** Denied to a job with nothing but AWS's policy for its own action. */
const beyondStock: readonly EcsOperationName[] = [
  'ListServiceDeployments',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'StopServiceDeployment',
  'DescribeTaskDefinition',
  'ListTaskDefinitions',
  'ListTasks',
  'DescribeTasks',
  'TagResource',
  'GetLogEvents',
]

export function drawWeather(chance: Chance, start: number, { inputs }: { readonly inputs: Inputs }): Weather {
  const weather = drawOf<EcsOperationName, Account>(chance, start, {
    ...{ operations, members, exception: 'ServerException' },
    // ECS quotes what it was sent.
    quoting: `Value '${leaky(inputs)}' at 'containerDefinitions.1.environment' failed`,
    stray: undefined,
  })
  const policy = drawPolicy(chance)
  const blink = chance.percent(5) ? [chance.whole(1, 12)] : []
  return {
    ...weather,
    faults: [
      ...weather.faults,
      ...policy.map((operation) => ({
        ...{ operation, calls: 'every' as const },
        effect: { kind: 'access-denied' as const },
      })),
      ...blink.map((call) => ({
        ...{ operation: 'DescribeServices' as const, calls: call },
        effect: { kind: 'alter' as const, alter: () => missing },
      })),
    ],
    sentences: [
      ...weather.sentences,
      ...(policy.length > 0 ? [`denied: ${policy.join(', ')}`] : []),
      ...blink.map((call) => `DescribeServices call ${call}: MISSING`),
    ],
  }
}

function drawPolicy(chance: Chance): readonly EcsOperationName[] {
  if (chance.percent(85)) return []
  return chance.percent(50) ? beyondStock : beyondStock.filter(() => chance.percent(30))
}
