import type { Account } from '../../../simulator/lightsail/account.ts'
import type { OperationName } from '../../../simulator/lightsail/operations/index.ts'
import { leaky } from '../machinery/around/secret-canaries.ts'
import { drawWeather as drawOf, type Weather as WeatherOf } from '../machinery/around/weather.ts'
import type { Inputs } from '../machinery/inputs.ts'
import type { Chance } from '../machinery/prng.ts'

export type Weather = WeatherOf<OperationName, Account>

const operations = [
  '*',
  '*',
  'GetContainerServices',
  'GetContainerServices',
  'GetContainerServiceDeployments',
  'GetContainerLog',
  'CreateContainerService',
  'CreateContainerServiceDeployment',
  'CreateContainerServiceDeployment',
  'UpdateContainerService',
  'DeleteContainerService',
  'TagResource',
] as const satisfies readonly [OperationName | '*', ...(OperationName | '*')[]]

/** Members that a reply may lack without saying anything wrong (`state` is then unknown). */
const members = [
  'stateDetail',
  'createdAt',
  'url',
  'tags',
  'principalArn',
  'privateRegistryAccess',
  'isDisabled',
  'state',
  'nextDeployment',
  'location',
]

export function drawWeather(
  chance: Chance,
  start: number,
  { inputs, removes }: { inputs: Inputs; removes: boolean },
): Weather {
  return drawOf<OperationName, Account>(chance, start, {
    ...{ operations, members, exception: 'ServiceException' },
    // Lightsail quotes what it was sent.
    quoting: `Value '${leaky(inputs)}' at 'containers.app.environment' failed`,
    // Nobody deletes what is fresh.
    stray: removes ? undefined : { kind: 'not-found' },
  })
}
