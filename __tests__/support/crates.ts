import type { Provider } from '../../src/action/provider.ts'
import { parseEnum } from '../../src/inputs/scalars.ts'
import { scalarInput } from '../../src/inputs/source.ts'
import { parseReporting } from '../../src/options/github-reporting.ts'
import { type InputTable, openInputs } from '../../src/options/open-inputs.ts'
import { parseRunOptions } from '../../src/options/run-options.ts'
import { tokenSecret } from '../../src/options/secret-inputs.ts'
import type { RunOptions } from '../../src/rollout/contract/run.ts'
import type { Target } from '../../src/rollout/contract/target.ts'
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

interface Started {
  readonly version: number
}

const crateTarget = (
  { crate, content }: Request,
  { crates, isSettled }: Shelf,
): Target<{ readonly content?: string }, string, Started, boolean> => {
  let looks = 0
  return {
    subject: subjectOf(crate),
    activity: 'Deploy',
    doing: 'putting up',
    called: ({ version }) => `version ${version} of ${crate}`,
    handle: ({ version }) => `${crate}#${version}`,
    hope: () => 'the crate may still settle',
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
            ...{ notices: [], titleNote: '', steps: content },
          },
    apply: async (written) => {
      const version = (crates.get(crate)?.version ?? 0) + 1
      crates.set(crate, { content: written, version })
      return { kind: 'started', started: { version } }
    },
    find: async () => undefined,
    accepted: ({ version }) => `version ${version} accepted`,
    snapshot: async () => isSettled(++looks),
    judge: ({ version }, isThere) =>
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
    serviceTime: () => 0,
    urlCheck: () => undefined,
    undoing: async () => ({ kind: 'nothing', why: 'a crate is never taken down' }),
    witness: () => ({ news: async () => ({ logs: [], unavailable: [] }), evidence: async () => undefined }),
    facts: ({ started }, { reason }) => ({
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
