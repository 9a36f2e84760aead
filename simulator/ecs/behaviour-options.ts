/**
 * What is not known about the real service, as choices (docs/ecs-facts.md and everything marked inferred in FIDELITY.md).
 * A client that is right passes with every switch both ways. Times are in seconds.
 */
export interface Switches {
  /** DescribeServices, DescribeTasks and the service-deployment calls show the account as it was so long ago. */
  readonly readLagSeconds: number
  /** ListServiceDeployments and DescribeServiceDeployments lag so long behind on top of it. */
  readonly listLagSeconds: number
}

export const defaultSwitches: Switches = {
  readLagSeconds: 0,
  listLagSeconds: 0,
}
