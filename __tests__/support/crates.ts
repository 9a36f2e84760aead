import type { Provider } from '../../src/action/provider.ts'
import { parseEnum } from '../../src/inputs/scalars.ts'
import { scalarInput } from '../../src/inputs/source.ts'
import { parseReporting } from '../../src/options/github-reporting.ts'
import { type InputTable, openInputs } from '../../src/options/open-inputs.ts'
import { parseRunOptions } from '../../src/options/run-options.ts'
import { tokenSecret } from '../../src/options/secret-inputs.ts'
import type { RunOptions } from '../../src/rollout/contract/run.ts'
import type { Target, TargetTypes } from '../../src/rollout/contract/target.ts'
import { runPipeline } from '../../src/rollout/pipeline.ts'

/** A third kind of service beside Amazon's two, as small as one can be: crates that stand on a shelf. */
export interface Shelf {
  /** What stands there, by the name of its crate. */
  readonly crates: Map<string, { readonly content: string; readonly version: number }>
  /** Hears the number of each look at what was put there, from 1; true as soon as it stands. */
  isSettled(look: number): boolean | Promise<boolean>
}

interface Request {
  readonly mode: string
  readonly crate: string
  readonly content: string
  readonly options: RunOptions
  readonly reporting: ReturnType<typeof parseReporting>
}

const names = [
  'mode',
  'crate',
  'content',
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'poll-interval-seconds',
  'max-retries',
  'rollback-on-failure',
  'comment-on-pr',
  'github-deployment',
  'github-deployment-environment',
  'github-token',
] as const

const inputs: InputTable<(typeof names)[number]> = {
  names,
  aliases: { box: 'crate' },
  modes: ['deploy', 'plan'],
  freeTexts: ['github-token'],
  defaults: {
    ...{ mode: 'deploy', 'if-in-progress': 'wait', 'wait-for-service-stability': 'true' },
    ...{
      'wait-for-minutes': '30',
      'max-retries': '0',
      'comment-on-pr': 'true',
      'github-deployment': 'false',
    },
  },
}

const subjectOf = (crate: string): string => `${crate} on the upper shelf`

interface CrateTypes extends TargetTypes {
  readonly observed: { readonly content?: string }
  readonly step: string
  readonly started: { readonly version: number }
  readonly snapshot: boolean
}

const crateTarget = ({ crate, content }: Request, { crates, isSettled }: Shelf): Target<CrateTypes> => {
  let looks = 0
  const outlook = 'the crate may still settle'
  return {
    labels: { subject: subjectOf(crate), title: 'Deploy', progressive: 'putting up', outlook },
    observe: async () => ({ ...crates.get(crate) }),
    plan: (seen) =>
      seen.content === content
        ? {
            kind: 'end',
            verdict: { result: 'unchanged', reasonCode: 'no-changes', reason: `${crate} stands as written` },
            ...{ notices: [], titleNote: '' },
          }
        : {
            kind: 'apply',
            changes: [{ sign: '+', subject: 'content', detail: content }],
            ...{ notices: [], titleNote: '', step: content },
          },
    apply: async (written) => {
      const version = (crates.get(crate)?.version ?? 0) + 1
      crates.set(crate, { content: written, version })
      return { kind: 'started', started: { version } }
    },
    findAccepted: async () => undefined,
    poll: async () => isSettled(++looks),
    status: ({ version }, isThere) =>
      isThere
        ? {
            kind: 'done',
            verdict: {
              result: 'success',
              reasonCode: 'deployment-active',
              reason: `version ${version} of ${crate} stands`,
            },
          }
        : { kind: 'progressing', phase: 'settling', pollOften: true },
    describe: ({ version }) => ({
      name: `version ${version} of ${crate}`,
      accepted: `version ${version} accepted`,
      outlook,
    }),
    handle: ({ version }) => `${crate}#${version}`,
    serverTime: () => 0,
    diagnostics: () => ({
      poll: async () => ({ events: [], logs: [], unavailable: [] }),
      diagnose: async () => undefined,
    }),
    summarize: ({ started }, { reason }) => ({
      outputs: { crate, version: String(started?.version ?? '') },
      rows: [['Content', content]],
      console: `https://shelf.example/${crate}`,
      closing: reason,
    }),
  }
}

/** What an action for crates would be: `runAction(crateProvider(shelf))`. */
export const crateProvider = (shelf: Shelf): Provider<Request> => ({
  target: 'crate',
  product: { name: 'crate-deploy', version: '7' },
  inputs,
  outputs: ['result', 'reason-code', 'reason', 'crate', 'version', 'github-deployment-id'],
  parse: async (handed) => {
    const { source } = openInputs(handed, inputs)
    const mode = parseEnum({ ...scalarInput('mode', source), choices: ['deploy', 'plan'] })
    const { crate, content } = source.texts
    if (!crate) source.issues.add({ input: 'crate', message: 'is blank or missing' })
    const options = parseRunOptions(source, mode)
    const reporting = parseReporting(source)
    const common = {
      issues: source.issues.all,
      secrets: tokenSecret(reporting),
      shown: [],
      jobSummary: true,
    }
    if (source.issues.all.length > 0 || !mode || !crate || !content || !options) return common
    return { ...common, request: { mode, crate, content, options, reporting } }
  },
  describe: ({ mode, crate, options, reporting }) => ({
    ...{ mode, options, reporting },
    subject: subjectOf(crate),
    handle: crate,
    environment: crate,
    isTransient: true,
    warnings: [],
    notices: [],
  }),
  run: (request, session) => runPipeline(crateTarget(request, shelf), session),
  openInterruptedRun: async ({ handle, written }) => {
    const [name = '', version] = handle.split('#')
    return {
      name,
      consoleUrl: `https://shelf.example/${name}`,
      look: async () =>
        written === 'nothing'
          ? 'nothing had been sent'
          : `version ${version ?? '?'} of ${name} may stand by now`,
      close: () => undefined,
    }
  },
})
