import { describe, expect, test } from '@jest/globals'
import { outputNames } from '../../../src/lightsail/outputs.ts'
import { lightsailDeploy as product } from '../../../src/product.ts'
import { changesMarkdown, createReport } from '../../../src/report/final-report.ts'
import { reportInvalidInput } from '../../../src/report/input-errors.ts'
import { internalError } from '../../../src/report/internal-error.ts'
import { createEarlyReport } from '../../../src/report/report.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'
import { type FinalVerdict, failureOf, isFailure } from '../../../src/rollout/contract/verdict.ts'
import { failureResults, successResults } from '../../../src/verdict/results.ts'

function verdictOf(result: string): FinalVerdict {
  const facts = { written: 'deployment' } as const
  const red = failureResults.find((name) => name === result)
  if (red) {
    const found = {
      result: red,
      reasonCode: 'rejected',
      reason: 'it failed, 17 serves',
      fix: 'mend it',
    } as const
    return { ...failureOf(found), facts }
  }
  const green = successResults.find((name) => name === result) ?? 'success'
  return { result: green, reasonCode: 'deployment-active', reason: 'it went well', facts } as FinalVerdict
}

function outcome(differing: Partial<Outcome> = {}): Outcome {
  return {
    subject: 'shop in eu-central-1',
    verdict: verdictOf('success'),
    changes: [],
    titleNote: '',
    phases: [],
    diagnosis: undefined,
    summary: {
      outputs: { url: 'https://shop.example/', 'service-name': 'shop' },
      rows: [['URL', 'https://shop.example/']],
      console: { text: 'Lightsail console', url: 'https://console.example/shop' },
      closing: 'shop is live',
    },
    elapsedMs: 160_000,
    ...differing,
  }
}
const evidence = {
  cause: {
    reasonCode: 'wrong-port',
    reason: 'the app listens on port 3000',
    fix: 'container-port: 3000',
    lines: ['app 0:03  "listening on 3000"', 'app 0:04  "ready"'],
  } as const,
  logs: [{ title: 'Log of app', lines: ['   0:03  <b>listening</b> & waiting'] }],
  unavailable: ['the log is empty so far'],
}

describe('every output is set on every path', () => {
  test.each([...successResults, ...failureResults])('%s', (result) => {
    const verdict = verdictOf(result)
    const { outputs } = createReport(outcome({ verdict }), outputNames)
    expect(Object.keys(outputs).sort()).toEqual([...outputNames].sort())
    expect(outputs).toMatchObject({ result, 'reason-code': verdict.reasonCode, url: 'https://shop.example/' })
    expect(outputs['has-changes']).toBe('false')
  })

  test.each([
    ['wrong inputs', reportInvalidInput([{ input: 'scale', message: 'must be a number' }]), 'invalid-input'],
    [
      'a fault of ours',
      { verdict: internalError(new Error('x'), product), errors: [{ message: 'x' }] },
      'internal',
    ],
  ])('%s', (_, end, result) => {
    const report = createEarlyReport(end, outputNames)
    expect(Object.keys(report.outputs).sort()).toEqual([...outputNames].sort())
    expect(report).toMatchObject({ exitCode: 1, closing: undefined, outputs: { result, url: '' } })
    expect(report.errors).toHaveLength(1)
  })
})

describe('red or green', () => {
  test.each(successResults)('%s: exit code 0, a closing line, no error', (result) => {
    const verdict = verdictOf(result)
    expect(isFailure(verdict)).toBe(false)
    expect(createReport(outcome({ verdict }), outputNames)).toMatchObject({
      exitCode: 0,
      errors: [],
      closing: 'shop is live',
    })
  })

  test.each(failureResults)('%s: exit code 1, one error, no closing line', (result) => {
    const verdict = verdictOf(result)
    expect(isFailure(verdict)).toBe(true)
    const report = createReport(outcome({ verdict }), outputNames)
    expect(report).toMatchObject({ exitCode: 1, closing: undefined })
    expect(report.errors).toHaveLength(1)
  })
})

describe('the error of a failure', () => {
  const verdict = verdictOf('failed-kept-previous')
  test('what happened, the evidence, the fix, where to look', () => {
    expect(createReport(outcome({ verdict, diagnosis: evidence }), outputNames).errors).toEqual([
      {
        message: [
          'it failed, 17 serves.',
          '  Evidence  app 0:03  "listening on 3000"',
          '            app 0:04  "ready"',
          '  Fix       mend it',
          '  Logs      in the groups above',
          '  Console   https://console.example/shop',
        ].join('\n'),
      },
    ])
  })

  test('without evidence', () => {
    expect(createReport(outcome({ verdict }), outputNames).errors[0]?.message).toBe(
      'it failed, 17 serves.\n  Fix       mend it\n  Console   https://console.example/shop',
    )
  })

  test('several checks stand on a line each', () => {
    const several = { ...verdictOf('failed-kept-previous'), fix: '(1) the port\n(2) the path' }
    const { errors, summary } = createReport(outcome({ verdict: several }), outputNames)
    expect(errors[0]?.message).toContain('\n  Fix       (1) the port\n            (2) the path\n  Console ')
    expect(summary).toContain('**What to do:**\n\n1. The port\n2. The path\n\n')
  })

  test('what could not be read is a warning', () => {
    expect(createReport(outcome({ verdict, diagnosis: evidence }), outputNames).warnings).toEqual([
      'the log is empty so far',
    ])
  })
})

describe('the changes', () => {
  const changes = [
    { sign: '~', subject: 'app image', detail: 'a:1 → a:2' },
    { sign: '+', subject: 'app environment', detail: 'A, B' },
  ] as const

  test('as outputs', () => {
    expect(createReport(outcome({ changes }), outputNames).outputs).toMatchObject({
      'has-changes': 'true',
      'changes-count': '2',
      'changes-markdown': '```diff\n! app image        a:1 → a:2\n+ app environment  A, B\n```',
    })
    expect(createReport(outcome(), outputNames).outputs).toMatchObject({
      'has-changes': 'false',
      'changes-count': '0',
      'changes-markdown': 'No changes.',
    })
  })

  test('nothing in them ends the block', () => {
    const text = changesMarkdown([{ sign: '+', subject: 'app command', detail: '["```","````"]' }])
    expect(text.split('```')).toHaveLength(3)
  })
})

describe('the job summary', () => {
  const red = verdictOf('failed-kept-previous')
  const changes = [{ sign: '+', subject: 'app command', detail: '<b>' }] as const
  const phases = [
    { text: 'creating', from: 0 },
    { text: 'checking | health', from: 60_000 },
  ]

  test('the verdict first, then what to do', () => {
    const { summary } = createReport(outcome({ verdict: red, diagnosis: evidence }), outputNames)
    expect(summary.split('\n\n').slice(0, 3)).toEqual([
      '### ❌ shop in eu-central-1: deployment failed',
      '> [!CAUTION]\n> It failed, 17 serves.',
      '**What to do:** mend it.',
    ])
  })

  test('a good end asks for nothing', () => {
    expect(createReport(outcome(), outputNames).summary).not.toContain('What to do')
  })

  test('how long each phase took', () => {
    const { summary } = createReport(outcome({ phases }), outputNames)
    expect(summary).toContain(
      '| Phase | Time |  |\n| :-- | :-- | :-- |\n| Creating | 1 min | ━━━━━━━━━ |\n| Checking &#124; health | 1 min 40 s | ━━━━━━━━━━━━━━━ |\n| **Total** | **2 min 40 s** |  |',
    )
  })

  test('reading logs after the verdict is no phase of the deployment', () => {
    const late = [
      { text: 'creating', from: 0 },
      { text: 'waiting for the log', from: 160_000 },
    ]
    const { summary } = createReport(outcome({ phases: late }), outputNames)
    expect(summary).toContain('| Creating | 2 min 40 s | ━━━━━━━━━━━━━━━━━━━━━━━━ |\n| **Total** |')
    expect(summary).not.toContain('waiting for the log')
  })

  test('addresses of ours are links', () => {
    expect(createReport(outcome(), outputNames).summary).toContain(
      '[https://shop.example/](https://shop.example/)',
    )
  })

  test.each<[string, Partial<Outcome>]>([
    ['the reason', { verdict: { ...red, reason: '<img src=x>|`x`' } }],
    ['the fix', { verdict: { ...verdictOf('refused'), fix: '<img src=x>' } as FinalVerdict }],
    ['the changes', { changes: [{ sign: '+', subject: '<img>', detail: '</pre><img src=x>' }] }],
    [
      'the evidence',
      {
        verdict: red,
        diagnosis: { ...evidence, cause: { ...evidence.cause, lines: ['</pre><img src=x>'] } },
      },
    ],
    [
      'the log',
      {
        verdict: red,
        diagnosis: {
          logs: [{ title: '</summary><img>', lines: ['</details><img src=x>'] }],
          unavailable: [],
        },
      },
    ],
    ['a row', { summary: { ...outcome().summary, rows: [['Image', 'https://x" onload=<img src=x>']] } }],
    ['a phase', { phases: [{ text: '<img src=x>', from: 0 }] }],
  ])('foreign text stays text in %s', (_, differing) => {
    const { summary } = createReport(outcome({ verdict: red, changes, ...differing }), outputNames)
    const shown = summary.replace(/^```diff\n[^`]*\n```$/gm, '')
    expect(shown).not.toMatch(/<img|<b>|`{3}/)
    expect(summary).toMatch(/&lt;|^\+ <img>/m)
    for (const tag of ['pre', 'details', 'summary']) {
      expect(shown.split(`</${tag}>`)).toHaveLength(shown.split(`<${tag}>`).length)
    }
  })
})

describe('wrong inputs', () => {
  test('the job summary lists them all, as text', () => {
    const end = reportInvalidInput([{ input: 'image', message: '"<img src=x>" is bad' }, { message: 'bad' }])
    const { summary } = createEarlyReport(end, outputNames)
    expect(summary).toContain('- image: "&lt;img src=x&gt;" is bad\n- bad\n')
  })

  test('what to do is not the end of the last item of that list', () => {
    const { summary } = createEarlyReport(reportInvalidInput([{ message: 'bad' }]), outputNames)
    expect(summary).toContain('- bad\n\n**What to do:** fix the inputs.')
  })

  test('one', () => {
    const { verdict, errors } = reportInvalidInput([{ input: 'scale', message: 'must be 1' }])
    expect(verdict.reason).toBe('1 problem in the inputs; AWS was not called: scale: must be 1')
    expect(errors).toEqual([{ message: 'scale: must be 1' }])
  })

  test('several, each an annotation at its place', () => {
    const { verdict, errors } = reportInvalidInput([
      { input: 'scale', message: 'must be 1' },
      { input: 'deployment-file', message: 'no image', file: 'a.yml', line: 3, column: 5 },
      { message: 'bad' },
    ])
    expect(verdict.reason).toContain('3 problems in the inputs')
    expect(errors).toEqual([
      { message: 'scale: must be 1' },
      { message: 'deployment-file: no image', file: 'a.yml', line: 3, column: 5 },
      { message: 'bad' },
    ])
  })
})
