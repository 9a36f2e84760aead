import { describe, expect, test } from '@jest/globals'
import { occasionOf } from '../../src/github/occasion.ts'

const variables = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_SHA: 'm'.repeat(40),
  GITHUB_REF: 'refs/heads/feature/x',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTOR: 'octocat',
  GITHUB_JOB: 'deploy',
  GITHUB_EVENT_NAME: 'push',
}

const unread = () => {
  throw new Error('nothing is to be read')
}

const payload = (change: object = {}) => ({
  action: 'synchronize',
  pull_request: {
    number: 7,
    state: 'open',
    user: { login: 'octocat' },
    labels: [{ name: 'preview' }, { name: 'bug' }],
    head: { sha: 'h'.repeat(40), ref: 'feature/x', repo: { full_name: 'acme/shop' } },
    ...change,
  },
})

const onPullRequest = (text: string, event = 'pull_request') =>
  occasionOf({ ...variables, GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: '/event.json' }, (path) => {
    if (path !== '/event.json') throw new Error(`ENOENT: no such file, open '${path}'`)
    return text
  })

describe('any event', () => {
  test('a push to a branch with slashes, without reading the payload', () => {
    expect(occasionOf({ ...variables, GITHUB_EVENT_PATH: '/event.json' }, unread)).toEqual({
      repository: { owner: 'acme', repo: 'shop' },
      sha: 'm'.repeat(40),
      commits: ['m'.repeat(40)],
      ref: 'refs/heads/feature/x',
      run: { id: 42, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/42' },
      commitUrl: `https://github.com/acme/shop/commit/${'m'.repeat(40)}`,
      actor: 'octocat',
      job: 'deploy',
      event: 'push',
      pullRequest: undefined,
      problem: undefined,
    })
  })

  test('a re-run on Enterprise Server: links go there, to this attempt', () => {
    const enterprise = {
      ...variables,
      GITHUB_SERVER_URL: 'https://ghe.acme.example',
      GITHUB_RUN_ATTEMPT: '3',
    }
    expect(occasionOf(enterprise, unread)?.run).toEqual({
      id: 42,
      attempt: 3,
      url: 'https://ghe.acme.example/acme/shop/actions/runs/42/attempts/3',
    })
  })

  test.each(['GITHUB_REPOSITORY', 'GITHUB_SHA', 'GITHUB_RUN_ID'])(
    'without %s it is not GitHub Actions',
    (name) => {
      expect(occasionOf({ ...variables, [name]: undefined }, unread)).toBeUndefined()
    },
  )
})

describe('a pull request', () => {
  test.each(['pull_request', 'pull_request_target'])(
    "%s: its head's commit, not the merge commit",
    (event) => {
      const occasion = onPullRequest(JSON.stringify(payload()), event)
      expect(occasion).toMatchObject({ sha: 'h'.repeat(40), event, problem: undefined })
      expect(occasion?.commits).toEqual(['h'.repeat(40), 'm'.repeat(40)])
      expect(occasion?.commitUrl).toContain('h'.repeat(40))
      expect(occasion?.pullRequest).toEqual({
        number: 7,
        action: 'synchronize',
        state: 'open',
        headSha: 'h'.repeat(40),
        headRepository: 'acme/shop',
        isFork: false,
        labels: ['preview', 'bug'],
        author: 'octocat',
      })
    },
  )

  test.each([
    ['from a fork', { full_name: 'stranger/shop' }, true],
    ['from a fork that was deleted', null, true],
    ['from here, written with other capitals', { full_name: 'Acme/Shop' }, false],
  ])('%s', (_, repo, isFork) => {
    const text = JSON.stringify(payload({ head: { sha: 'h'.repeat(40), repo } }))
    expect(onPullRequest(text)?.pullRequest?.isFork).toBe(isFork)
  })

  test.each([
    ['is not JSON', '{', /cannot be read: .*JSON/],
    ['is about something else', '{"zen":"Design for failure."}', /no pull request in \/event\.json/],
    ['lacks the number', JSON.stringify(payload({ number: '7' })), /no pull request in/],
    ['holds a list', '[]', /no pull request in/],
  ])('the file that tells about it %s', (_, text, problem) => {
    const occasion = onPullRequest(text)
    expect(occasion).toMatchObject({ pullRequest: undefined, sha: 'm'.repeat(40) })
    expect(occasion?.problem).toMatch(problem)
  })

  test('the file is missing, or not named at all', () => {
    const pull = { ...variables, GITHUB_EVENT_NAME: 'pull_request' }
    const missing = { ...pull, GITHUB_EVENT_PATH: '/gone.json' }
    const gone = () => {
      throw new Error("ENOENT: no such file or directory, open '/gone.json'")
    }
    expect(occasionOf(missing, gone)?.problem).toContain('ENOENT')
    expect(occasionOf(pull, unread)?.problem).toContain('GITHUB_EVENT_PATH')
  })
})
