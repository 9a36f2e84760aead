import type { Provider } from '../../src/action/provider.ts'
import { parseEnum } from '../../src/inputs/scalars.ts'
import { scalarInput } from '../../src/inputs/source.ts'
import { parseReporting } from '../../src/options/github-reporting.ts'
import { type InputTable, openInputs } from '../../src/options/open-inputs.ts'
import { parseRunOptions } from '../../src/options/run-options.ts'
import { tokenSecret } from '../../src/options/secret-inputs.ts'
import { runPipeline } from '../../src/rollout/pipeline.ts'
import { type CrateRequest, crateTarget, type Shelf, subjectOf } from './crates.ts'

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
  'on-timeout',
  'on-cancel',
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
    ...{ 'on-timeout': 'leave', 'on-cancel': 'leave' },
    ...{
      'wait-for-minutes': '30',
      'max-retries': '0',
      'comment-on-pr': 'true',
      'github-deployment': 'false',
    },
  },
}

/** What an action for crates would be: `runAction(crateProvider(shelf))`. */
export function crateProvider(shelf: Shelf): Provider<CrateRequest> {
  return {
    target: 'crate',
    product: { name: 'crate-deploy', version: '7' },
    inputs,
    outputs: ['result', 'reason-code', 'reason', 'crate', 'version', 'github-deployment-id'],
    parse: async (handed) => {
      const { source } = openInputs(handed, inputs)
      const mode = parseEnum({ ...scalarInput('mode', source), choices: ['deploy', 'plan'] })
      const { crate, content } = source.texts
      if (!crate) source.issues.add({ input: 'crate', message: 'is blank or missing' })
      const choices = ['leave', 'rollback'] as const
      const onTimeout = parseEnum({ ...scalarInput('on-timeout', source), choices })
      const onCancel = parseEnum({ ...scalarInput('on-cancel', source), choices })
      const options = parseRunOptions(source, mode)
      const reporting = parseReporting(source)
      const common = {
        issues: source.issues.all,
        secrets: tokenSecret(reporting),
        shown: [],
        jobSummary: true,
      }
      if (source.issues.all.length > 0 || !mode || !crate || !content || !options) return common
      if (!onTimeout || !onCancel) return common
      const request = { mode, crate, content, options: { ...options, onTimeout, onCancel }, reporting }
      return { ...common, request }
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
  }
}
