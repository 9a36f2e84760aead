import type { ParsedInputs } from '../../action/provider.ts'
import type { CommitOptions } from '../../options/commit-options.ts'
import type { ReportingOptions } from '../../options/github-reporting.ts'
import type { UrlVerification } from '../../options/url-verification.ts'
import type { RunOptions } from '../../rollout/contract/run.ts'
import type { RunSource } from '../../source/run-source.ts'
import type { PushMode } from '../images/image-source.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import type { ServicePatch } from '../model/settings.ts'
import type { Preview } from '../preview/preview.ts'
import type { Mode } from './names.ts'

/** Everything a run needs to know from the workflow, exact and checked; no call has been made yet. */
export interface Request extends CommitOptions {
  readonly mode: Mode
  /** With `mode: cleanup` the base of the previews, else the service. */
  readonly serviceName: string
  readonly region: string
  /** `undefined`: the inputs say nothing about what shall run. */
  readonly deployment: DeploymentPatch | undefined
  readonly service: ServicePatch
  readonly createService: boolean
  /** Deploy although nothing differs; without a deployment in the inputs, what runs is deployed again. */
  readonly forceNewDeployment: boolean
  readonly rollbackTo: number | 'last-good'
  /** USD. */
  readonly maxMonthlyCost: number | undefined
  readonly verification: UrlVerification | undefined
  readonly push: PushMode
  /** The label of what is pushed; its container's name unless given. */
  readonly imageLabel: string | undefined
  /** How many stored images of a label are kept; `undefined` deletes none. */
  readonly keepImages: number | undefined
  /** Ask the registries, before anything is written, whether the images can run. */
  readonly checkImage: boolean
  /** Folder of the exported files, and the cluster that they name; of use with `mode: export` only. */
  readonly exportTo: string
  readonly cluster: string | undefined
  readonly options: RunOptions
  readonly reporting: ReportingOptions
  /** `undefined` if the service is no preview. */
  readonly preview: Preview | undefined
  /** `undefined` outside of GitHub's runs. */
  readonly runSource: RunSource | undefined
  /** Warnings about valid inputs that are rarely intended; printed first. */
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

export type ParsedRequest = ParsedInputs<Request>
