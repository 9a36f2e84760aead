/**
 * One rollout as ECS's service deployments tell it. A brief of ListServiceDeployments has neither counts nor hooks.
 * Times are milliseconds since the epoch, by ECS's clock.
 */
export interface ServiceDeployment {
  readonly arn: string
  /** `PENDING`, `IN_PROGRESS`, `SUCCESSFUL` …, or something new (docs/ecs-facts.md §2b). */
  readonly status: string
  /** ECS's own words; may be empty. */
  readonly statusReason: string
  readonly createdAt: number | undefined
  /** ARN of the service revision that it brings; it ends in the digits of `ecs-svc/<n>`. */
  readonly targetRevision: string
  /** `undefined` of a brief. */
  readonly detail: ServiceDeploymentDetail | undefined
}

/** A service deployment, as DescribeServiceDeployments returns it. */
export interface ServiceDeploymentDetail {
  /** Such as `SCALE_UP` or `BAKE_TIME`; absent of a rolling deployment in between. */
  readonly lifecycleStage: string | undefined
  readonly target: RevisionCounts | undefined
  readonly sources: readonly RevisionCounts[]
  readonly hooks: readonly LifecycleHook[]
  readonly circuitBreaker: CircuitBreaker
  readonly alarms: { readonly status: string; readonly triggered: readonly string[] }
  /** Set as soon as ECS rolls back. */
  readonly rollback: { readonly reason: string; readonly serviceRevision: string } | undefined
  /** Minutes for which BLUE_GREEN, LINEAR and CANARY keep both revisions after the shift. */
  readonly bakeMinutes: number | undefined
  readonly startedAt: number | undefined
}

/** Task counts and traffic weight of one service revision. */
export interface RevisionCounts {
  readonly arn: string
  readonly requested: number
  readonly running: number
  readonly pending: number
  /** Percent; `undefined` where traffic is not shifted. */
  readonly productionWeight: number | undefined
}

/** A lifecycle hook as a service deployment shows it. */
export interface LifecycleHook {
  readonly id: string
  /** `AWS_LAMBDA`, `PAUSE`, or something new. */
  readonly kind: string
  /** ARN of the function; empty of a pause. */
  readonly functionArn: string
  /** `AWAITING_ACTION`, `FAILED`, `TIMED_OUT` …, or something new. */
  readonly status: string
  readonly expiresAt: number | undefined
  /** What ECS does once it expires: `ROLLBACK`, `CONTINUE`, or empty. */
  readonly timeoutAction: string
}

/** The circuit breaker of a service deployment. */
export interface CircuitBreaker {
  /** `DISABLED`, `MONITORING`, `TRIGGERED` …, or something new; empty if absent. */
  readonly status: string
  readonly failures: number
  readonly threshold: number | undefined
}

/** `ecs-svc/<n>` and the ARN of a service revision that is of the same rollout end in the same digits (docs/ecs-facts.md §2b). */
export function isOfDeployment(serviceRevision: string, deploymentId: string): boolean {
  const digits = /\/(\d+)$/.exec(deploymentId)?.[1]
  return digits !== undefined && serviceRevision.endsWith(`/${digits}`)
}
