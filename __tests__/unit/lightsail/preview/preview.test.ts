import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../../src/inputs/issues.ts'
import { namePattern } from '../../../../src/lightsail/model/constraints.ts'
import { failedVersionsTag } from '../../../../src/lightsail/order/failed-versions.ts'
import { type Intent, readIntent } from '../../../../src/lightsail/preview/intent.ts'
import { previewName } from '../../../../src/lightsail/preview/name.ts'
import {
  checkOwnership,
  expiryOf,
  expiryTag,
  type Preview,
  previewTags,
  pullRequestOf,
} from '../../../../src/lightsail/preview/preview.ts'
import { formatRoughDuration, parseTtl } from '../../../../src/lightsail/preview/ttl.ts'
import { validateTag } from '../../../../src/options/tags.ts'
import { commitTags, tagKeys } from '../../../../src/source/resource-tags.ts'
import type { PullRequest } from '../../../../src/source/run-source.ts'
import { service } from '../../../support/shop.ts'

describe('the name of a preview', () => {
  test.each([
    ['shop', 7, 'shop-pr-7'],
    ['a', 1, 'a-pr-1'],
    ['x'.repeat(58), 7, `${'x'.repeat(58)}-pr-7`],
  ])('%s, pull request %d', (base, number, name) => {
    expect(previewName(base, number)).toBe(name)
  })

  test.each([
    ['x'.repeat(59), 7],
    ['x'.repeat(63), 123456],
    [`${'x'.repeat(48)}-${'y'.repeat(14)}`, 7],
    [`x${'-'.repeat(61)}y`, 7],
    ['x'.repeat(63), Number.MAX_SAFE_INTEGER],
  ])('fits and is a name: %s, pull request %d', (base, number) => {
    const name = previewName(base, number)
    expect(name.length).toBeLessThanOrEqual(63)
    expect(name).toMatch(namePattern)
    expect(name.endsWith(`-pr-${number}`)).toBe(true)
    expect(previewName(base, number)).toBe(name)
    expect(previewName(`${base.slice(0, -1)}z`, number)).not.toBe(name)
  })
})

describe('preview-ttl', () => {
  const parsed = (text: string | undefined) => {
    const issues = createInputIssues()
    return [parseTtl({ input: 'preview-ttl', text, issues }), issues.all.length]
  }

  test.each([
    ['7d', 604_800_000],
    ['12h', 43_200_000],
    [' 30m ', 1_800_000],
    ['365d', 31_536_000_000],
  ])('%s', (text, ms) => {
    expect(parsed(text)).toEqual([ms, 0])
  })

  test.each(['soon', '', '7', 'd', '0d', '-1d', '1.5h', '7 d', '7D', '1w', '366d', `${'9'.repeat(400)}d`])(
    'is a problem: %s',
    (text) => {
      expect(parsed(text)).toEqual([undefined, 1])
    },
  )

  test.each([
    ['7 days', '; write 7d'],
    ['12H', '; write 12h'],
    ['0d', ''],
    ['0 h', ''],
    ['366d', ''],
    ['-1d', ''],
  ])('what was meant is written out only where it would be right: %s', (text, hint) => {
    const issues = createInputIssues()
    parseTtl({ input: 'preview-ttl', text, issues })
    expect(issues.all.map(({ message }) => message)).toEqual([
      expect.stringMatching(new RegExp(`not "${text}"${hint}$`)),
    ])
  })

  test.each([
    [0, '0 minutes'],
    [-5, '0 minutes'],
    [60_000, '1 minute'],
    [119 * 60_000, '119 minutes'],
    [120 * 60_000, '2 hours'],
    [47.9 * 3_600_000, '47 hours'],
    [7 * 86_400_000, '7 days'],
  ])('%d ms are %s', (ms, text) => {
    expect(formatRoughDuration(ms)).toBe(text)
  })
})

function preview(differing: Partial<Preview> = {}): Preview {
  return {
    base: 'shop',
    repository: 'acme/shop',
    repositoryId: '4242',
    pullRequest: 7,
    intent: { kind: 'deploy' },
    lifetimeMs: 86_400_000,
    limit: undefined,
    ...differing,
  }
}

describe('whose service it is', () => {
  const ours = previewTags(preview())
  const without = (...keys: readonly string[]) =>
    Object.fromEntries(Object.entries(ours).filter(([name]) => !keys.includes(name)))
  const unnumbered = without(tagKeys.repositoryId)
  const named = (tags: Readonly<Record<string, string>>, name = 'shop-pr-7') => service({ name, tags })

  test('ours, whatever else is in its tags and however the repository is spelt', () => {
    const renamed = { ...ours, [tagKeys.repository]: 'acme/old-name' }
    const otherwise = { ...unnumbered, [tagKeys.repository]: 'Acme/Shop' }
    for (const tags of [ours, { ...ours, team: 'shop' }, otherwise, renamed]) {
      expect(pullRequestOf(named(tags), preview())).toBe(7)
      expect(checkOwnership(named(tags), preview())).toBeUndefined()
    }
  })

  test.each([
    ['no tags', {}, 'it does not have the tags of a preview'],
    ['no base', without(tagKeys.base), 'it does not have the tags of a preview'],
    [
      'no repository',
      without(tagKeys.repository, tagKeys.repositoryId),
      'it does not have the tags of a preview',
    ],
    ['no pull request', without(tagKeys.pullRequest), 'for pull request ? of acme/shop'],
    ['another base', { ...ours, [tagKeys.base]: 'store' }, 'the preview of store for pull request 7'],
    ['another repository', { ...unnumbered, [tagKeys.repository]: 'acme/shop2' }, 'of acme/shop2'],
    [
      'the name was taken over',
      { ...ours, [tagKeys.repositoryId]: '1' },
      'of acme/shop (repository 1, this one is 4242)',
    ],
    ['another pull request', { ...ours, [tagKeys.pullRequest]: '70' }, 'for pull request 70'],
    ['a number that is none', { ...ours, [tagKeys.pullRequest]: '7e0' }, 'for pull request 7e0'],
  ])('not ours: %s', (_, tags, why) => {
    expect(pullRequestOf(named(tags), preview())).not.toBe(7)
    expect(checkOwnership(named(tags), preview())).toMatchObject({
      reasonCode: 'preview-name-taken',
      message: expect.stringContaining(why),
    })
  })

  test('not ours: the right tags on a service of another name', () => {
    expect(pullRequestOf(named(ours, 'shop'), preview())).toBeUndefined()
  })

  test('all that is written are tags that Lightsail takes', () => {
    const runSource = {
      repository: { owner: 'a'.repeat(39), repo: `A_b.c-${'d'.repeat(94)}` },
      repositoryId: '9'.repeat(15),
      sha: 'f'.repeat(40),
      run: { id: 99_999_999_999 },
      event: 'pull_request',
      pullRequest: undefined,
      problem: undefined,
    }
    const tags = {
      ...ours,
      ...commitTags(runSource, 18),
      ...expiryTag(preview(), Date.UTC(2026, 0, 1)),
      ...failedVersionsTag([17, 12], 18),
    }
    expect(validateTag(tags)).toBeUndefined()
    expect(Object.keys(tags).sort()).toEqual(Object.values(tagKeys).sort())
    expect(expiryOf(named(tags))).toBe(Date.UTC(2026, 0, 2))
  })

  test.each(['', 'some day', '2026-13-01T00:00:00Z'])('no time to end it: "%s"', (text) => {
    expect(expiryOf(named({ [tagKeys.expires]: text }))).toBeUndefined()
  })
})

describe('what an event asks for', () => {
  const pull = (differing: Partial<PullRequest>): PullRequest => ({
    number: 7,
    action: 'synchronize',
    state: 'open',
    headRepository: 'acme/shop',
    isFork: false,
    labels: [],
    changedLabel: undefined,
    ...differing,
  })
  const kindOf = (differing: Partial<PullRequest>, label?: string, event = 'pull_request'): Intent['kind'] =>
    readIntent(event, pull(differing), label).kind
  const labels = ['preview']

  test.each<[Partial<PullRequest>, Intent['kind']]>([
    [{ action: 'opened' }, 'deploy'],
    [{ action: 'synchronize' }, 'deploy'],
    [{ action: 'reopened' }, 'deploy'],
    [{ action: 'ready_for_review' }, 'deploy'],
    [{ action: 'closed', state: 'closed' }, 'remove'],
    [{ action: 'labeled', state: 'closed', changedLabel: 'x' }, 'remove'],
    [{ isFork: true }, 'deploy'],
  ])('without a label: %j → %s', (differing, kind) => {
    expect(kindOf(differing)).toBe(kind)
  })

  test.each<[Partial<PullRequest>, Intent['kind']]>([
    [{ action: 'opened' }, 'nothing'],
    [{ action: 'opened', labels }, 'deploy'],
    [{ action: 'synchronize', labels: ['PREVIEW'] }, 'deploy'],
    [{ action: 'labeled', labels, changedLabel: 'preview' }, 'deploy'],
    [{ action: 'labeled', labels, changedLabel: 'docs' }, 'nothing'],
    [{ action: 'unlabeled', labels, changedLabel: 'docs' }, 'nothing'],
    [{ action: 'unlabeled', changedLabel: 'Preview' }, 'remove'],
    [{ action: 'closed', state: 'closed', labels }, 'remove'],
    [{ action: 'closed', state: 'closed' }, 'remove'],
  ])('with the label preview: %j → %s', (differing, kind) => {
    expect(kindOf(differing, 'preview')).toBe(kind)
  })

  test.each<[Partial<PullRequest>, string | undefined, Intent['kind']]>([
    [{}, undefined, 'refuse'],
    [{}, 'preview', 'refuse'],
    [{ labels }, 'preview', 'refuse'],
    [{ labels, action: 'reopened' }, 'preview', 'refuse'],
    [{ labels, action: 'edited' }, 'preview', 'refuse'],
    [{ labels, action: 'opened' }, 'preview', 'deploy'],
    [{ labels, action: 'labeled', changedLabel: 'preview' }, 'preview', 'deploy'],
    [{ labels, action: 'labeled', changedLabel: 'docs' }, 'preview', 'nothing'],
    [{ labels, action: 'labeled', changedLabel: 'docs' }, undefined, 'refuse'],
    [{ action: 'unlabeled', changedLabel: 'preview' }, 'preview', 'remove'],
    [{ action: 'closed', state: 'closed' }, undefined, 'remove'],
    [{ isFork: false }, undefined, 'deploy'],
    [{ headRepository: undefined, isFork: true }, undefined, 'refuse'],
  ])('from a fork on pull_request_target: %j, label %s → %s', (differing, label, kind) => {
    expect(
      kindOf({ isFork: true, headRepository: 'mallory/shop', ...differing }, label, 'pull_request_target'),
    ).toBe(kind)
  })
})
