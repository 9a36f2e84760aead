import type { ParsedInputs } from '../../action/provider.ts'
import type { CommitOptions } from '../../options/commit-options.ts'
import type { ReportingOptions } from '../../options/github-reporting.ts'
import type { UrlVerification } from '../../options/url-verification.ts'
import type { RunOptions } from '../../rollout/contract/run.ts'
import type { RunSource } from '../../source/run-source.ts'
import type { ServicePatch, TaskDefinitionPatch } from '../model/patch.ts'
import type { TaskRun } from '../task/task-run.ts'
import type { Mode } from './names.ts'

/** Everything a run needs to know from the workflow, exact and checked; no call has been made yet. */
export interface Request extends CommitOptions {
  /** `deploy` without a service is `register`. */
  readonly mode: Mode
  readonly region: string
  /** Name or ARN; `default` unless anything says another. */
  readonly cluster: string
  /** Neither an input nor a file names the cluster. */
  readonly isDefaultCluster: boolean
  /** Name; `undefined` only with `mode: register`, and with a `mode: plan` of that. */
  readonly service: string | undefined
  /** `undefined`: the inputs say nothing about what shall run. */
  readonly taskDefinition: TaskDefinitionPatch | undefined
  readonly settings: ServicePatch
  /** A task that runs before the deployment, or instead of one; absent without `run-task: true`. */
  readonly taskRun: TaskRun | undefined
  readonly createService: boolean
  /** A rollout of the same revision although nothing differs. */
  readonly forceNewDeployment: boolean
  /** `replace` deploys over a rollout in progress; the rollout gets it as `wait`. */
  readonly ifInProgress: 'replace' | 'wait' | 'fail'
  /** What to do where a pause hook waits for a person. */
  readonly onPause: 'wait' | 'leave'
  /** Number of failed tasks after which waiting ends, if no circuit breaker is enabled. */
  readonly giveUpAfterFailedTasks: number | 'auto' | 'off'
  readonly rollbackTo: RollbackTo
  /** How many of the newest revisions of the family stay after a deployment; `undefined`: all. */
  readonly keepTaskDefinitions: number | undefined
  /** Where the service answers; ECS knows no URL. */
  readonly url: string | undefined
  readonly verification: UrlVerification | undefined
  /** Ask the registries, before anything is written, whether the images can run. */
  readonly checkImage: boolean
  readonly options: RunOptions
  /** True if `wait-for-minutes` is written, so that the strategy's own times are not added to the budget. */
  readonly isBudgetWritten: boolean
  readonly reporting: ReportingOptions
  /** `undefined` outside of GitHub's runs. */
  readonly runSource: RunSource | undefined
  /** Warnings about valid inputs that are rarely intended; printed first. */
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** `last-good`; a number of the running family, or `family:revision` or its ARN. */
export type RollbackTo = 'last-good' | number | string

export type ParsedRequest = ParsedInputs<Request>
