import type { InputIssue } from '../inputs/issues.ts'
import type { ReportingOptions } from '../options/github-reporting.ts'
import type { HandedInputs, InputTable } from '../options/open-inputs.ts'
import type { Product } from '../product.ts'
import type { Outcome } from '../rollout/contract/outcome.ts'
import type { RunOptions, RunSession, Runtime } from '../rollout/contract/run.ts'
import type { SavedRun } from '../rollout/contract/saved-run.ts'
import type { RunSource } from '../source/run-source.ts'
import type { SourceControl } from '../source/source-control.ts'
import type { Redactor } from '../text/redactor.ts'
import type { Named } from '../text/secret-values.ts'

/** What a provider made of the inputs. */
export interface ParsedInputs<Request> {
  /** Absent if there is any issue. */
  readonly request?: Request
  readonly issues: readonly InputIssue[]
  /** The token, and the values of the environment: hidden before anything is printed. */
  readonly secrets: readonly Named[]
  /** Text that the workflow shows anyway; a value that is contained in it is not redacted. */
  readonly shown: readonly (string | RegExp)[]
  /** Whether a job summary is wanted, even if something else is wrong. */
  readonly jobSummary: boolean
}

/** What the action itself has to know of a request. */
export interface RunDescription {
  /** As the input says it, or as the event makes it. */
  readonly mode: string
  /** What the run is about: `shop in eu-central-1`. */
  readonly subject: string
  /** The provider's own text, from which its post step finds the service again. Contains no secret. */
  readonly handle: string
  readonly options: RunOptions
  readonly reporting: ReportingOptions
  /** Name of the environment of a GitHub deployment, unless another is written. */
  readonly environment: string
  /** The deployed service is temporary, such as a preview that goes with its pull request. */
  readonly isTransient: boolean
  /** Warnings about inputs that are valid but rarely intended; printed once, before anything else. Not sanitized yet. */
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

/** What a run works with beside its session. */
export interface Dependencies {
  /** Environment variables of this process: credentials, endpoints and the container engine are found in them. */
  readonly environment: Readonly<Record<string, string | undefined>>
  readonly secrets: Redactor
  /** `undefined` without a GitHub token or outside of GitHub Actions. */
  readonly host: SourceControl | undefined
  /** The runner hides this text in its log from now on. */
  mask(secret: string): void
  /** Called with each temporary folder, so that the post step can remove it if this process is killed. */
  onFolder?(folder: string): void
}

/** Reads how a run stands that was killed before it could report. */
export interface InterruptedRun {
  /** The service, for the links of the report: `shop`. */
  readonly name: string
  /** Its page in the AWS console. */
  readonly consoleUrl: string
  /** The current state of what the main step wrote, as a sentence. Throws only `ServiceError`. */
  look(): Promise<string>
  close(): void
}

/**
 * What a kind of service brings along, so that an action is `runAction(provider)`. A provider loads little: what reads the
 * inputs. `run` and `openInterruptedRun` load the rest.
 */
export interface Provider<Request> {
  /** Its name in saved states: `lightsail`. */
  readonly target: string
  readonly product: Product
  readonly inputs: InputTable<string>
  /** Every output that its action.yml declares; all of them are set on every path. */
  readonly outputs: readonly string[]
  /** One exact request, or every issue of every input and file at once. Makes no call. */
  parse(inputs: HandedInputs, source: RunSource | undefined): Promise<ParsedInputs<Request>>
  describe(request: Request): RunDescription
  /** Carries out a request. Returns its verdict; never throws. */
  run(request: Request, session: RunSession, dependencies: Dependencies): Promise<Outcome>
  /** Opens the service of a run that was killed before it could report. */
  openInterruptedRun(
    saved: SavedRun,
    runtime: Runtime,
    dependencies: Pick<Dependencies, 'environment' | 'secrets'>,
  ): Promise<InterruptedRun>
}
