import type { Switches } from './behaviour-options.ts'

/** Newer than some permissions and partitions. */
const serviceDeploymentCalls: readonly string[] = [
  'ListServiceDeployments',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'StopServiceDeployment',
  'ContinueServiceDeployment',
]

/** What keeps a client from an operation (switch `serviceDeploymentCalls`); somebody else may do it all the same. */
export function obstacleTo(
  operation: string,
  switches: Switches,
): 'access-denied' | 'unknown-operation' | undefined {
  const { serviceDeploymentCalls: answer } = switches
  return answer === 'available' || !serviceDeploymentCalls.includes(operation) ? undefined : answer
}
