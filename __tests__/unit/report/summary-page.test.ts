import { describe, expect, test } from '@jest/globals'
import { type RunLinks, renderResult, renderStart } from '../../../src/report/summary-page.ts'
import type { Outcome } from '../../../src/rollout/contract/outcome.ts'
import type { Change } from '../../../src/rollout/contract/plan.ts'

const origin: RunLinks = {
  commit: { text: '9a8b7c1', url: 'https://github.com/acme/shop/commit/9a8b7c1' },
  run: { text: 'Log of deploy', url: 'https://github.com/acme/shop/actions/runs/42' },
}

function failed(differing: Partial<Outcome> = {}): Outcome {
  return {
    subject: 'shop in eu-central-1',
    verdict: {
      result: 'failed-kept-previous',
      reasonCode: 'deployment-failed',
      reason: 'it failed',
      fix: 'mend it',
      facts: { written: 'deployment' },
    },
    changes: [],
    titleNote: '',
    phases: [],
    diagnosis: undefined,
    summary: {
      outputs: {},
      rows: [],
      console: { text: 'Lightsail console', url: 'https://console.example/shop' },
      closing: '',
    },
    elapsedMs: 160_000,
    ...differing,
  }
}

function manyChanges(count: number): Change[] {
  return Array.from({ length: count }, (_, index) => ({
    sign: '+',
    subject: `tag ${index}`,
    detail: 'x'.repeat(200),
  }))
}

test('the headline is the first line', () => {
  expect(renderResult(failed(), origin, { hasTimeline: true, room: 65_000 })).toMatch(
    '### ❌ shop in eu-central-1: deployment failed\n',
  )
})

describe('a page fits its room', () => {
  const room = 65_000
  const log = (lines: number, width: number) => ({
    logs: [
      { title: 'Log of app', lines: Array.from({ length: lines }, (_, i) => `${i} ${'<'.repeat(width)}`) },
    ],
    unavailable: [],
  })

  test.each<[string, Partial<Outcome>, RegExp]>([
    ['a long log: its end is shown', { diagnosis: log(5_000, 10) }, /4999 /],
    ['long lines are cut', { diagnosis: log(20, 1_900) }, /19 (?:&lt;)+ …/],
    ['many changes: the first are shown', { changes: manyChanges(2_000) }, /tag 0 .*[\s\S]*and \d+ more/],
    ['both', { diagnosis: log(5_000, 1_900), changes: manyChanges(2_000) }, /tag 0 /],
  ])('%s', (_, differing, shown) => {
    const page = renderResult(failed(differing), origin, { hasTimeline: false, room })
    expect(page.length).toBeLessThanOrEqual(room)
    expect(page).toMatch(shown)
    expect(page).toContain('**What to do:** mend it.')
    expect(page).toContain('[Log of deploy](https://github.com/acme/shop/actions/runs/42)')
    for (const tag of ['pre', 'details'])
      expect(page.split(`<${tag}>`)).toHaveLength(page.split(`</${tag}>`).length)
  })

  test('so does that of the start', () => {
    const start = { subject: 'shop', progressive: 'deploying', changes: manyChanges(2_000), titleNote: '' }
    const page = renderStart(start, origin)
    expect(page).toContain('### ⏳ shop: deploying')
    expect(page.length).toBeLessThanOrEqual(room)
  })
})

describe('a plan', () => {
  const planned = failed({
    verdict: {
      result: 'planned',
      reasonCode: 'plan-only',
      reason: 'the plan has 1 change',
      facts: { written: 'nothing' },
    },
    changes: manyChanges(1),
    titleNote: '$7.00 a month',
    summary: { ...failed().summary, closing: '1 change planned; nothing was written' },
  })

  test('its changes stand open above the rest', () => {
    const page = renderResult(planned, origin, { hasTimeline: false, room: 65_000 })
    expect(page.indexOf('<details open>')).toBeLessThan(page.indexOf('| Commit |'))
    expect(page).toContain('1 change, &#36;7.00 a month')
  })
})

test('only a plain address of ours becomes a link', () => {
  const strange = { ...origin, run: { text: 'Log', url: 'https://x/) <img src=x>' } }
  const page = renderResult(failed(), strange, { hasTimeline: true, room: 65_000 })
  expect(page).not.toContain('<img')
  expect(page).toContain('\n\nLog · [Lightsail console](https://console.example/shop)')
})

test('a rollback does not show the commit of its run, which it did not deploy', () => {
  const page = (done?: string) =>
    renderResult({ ...failed(), done }, origin, { hasTimeline: true, room: 65_000 })
  expect(page()).toContain('| Commit |')
  expect(page('rolled back')).not.toContain('Commit')
})
