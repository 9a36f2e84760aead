import type { Switches } from './behaviour-options.ts'

/** Newer than some permissions and partitions. */
const serviceDeploymentCalls: readonly string[] = [
  'ListServiceDeployments',
  'DescribeServiceDeployments',
  'DescribeServiceRevisions',
  'StopServiceDeployment',
  'ContinueServiceDeployment',
]

/** Refuses an operation to clients (switch `serviceDeploymentCalls`); other actors can still use it. */
export function obstacleTo(
  operation: string,
  switches: Switches,
): 'access-denied' | 'unknown-operation' | undefined {
  const { serviceDeploymentCalls: answer } = switches
  return answer === 'available' || !serviceDeploymentCalls.includes(operation) ? undefined : answer
}
