import { describe, expect, test } from '@jest/globals'
import { readRunContext } from '../../../src/github/run-context.ts'

const variables = {
  GITHUB_REPOSITORY: 'acme/shop',
  GITHUB_REPOSITORY_ID: '4242',
  GITHUB_SHA: 'e'.repeat(40),
  GITHUB_REF: 'refs/heads/feature/x',
  GITHUB_RUN_ID: '42',
  GITHUB_RUN_ATTEMPT: '1',
  GITHUB_SERVER_URL: 'https://github.com',
  GITHUB_ACTOR: 'octocat',
  GITHUB_JOB: 'deploy',
  GITHUB_EVENT_NAME: 'push',
}

function unread() {
  throw new Error('nothing is to be read')
}

function payload(change: object = {}) {
  return {
    action: 'synchronize',
    pull_request: {
      number: 7,
      state: 'open',
      user: { login: 'octocat' },
      labels: [{ name: 'preview' }, { name: 'bug' }],
      head: { sha: 'a'.repeat(40), ref: 'feature/x', repo: { full_name: 'acme/shop' } },
      ...change,
    },
  }
}

function onPullRequest(text: string, event = 'pull_request') {
  return readRunContext(
    { ...variables, GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: '/event.json' },
    (path) => {
      if (path !== '/event.json') throw new Error(`ENOENT: no such file, open '${path}'`)
      return JSON.parse(text)
    },
  )
}

describe('any event', () => {
  test('a push to a branch with slashes, without reading the payload', async () => {
    expect(await readRunContext({ ...variables, GITHUB_EVENT_PATH: '/event.json' }, unread)).toEqual({
      repository: { owner: 'acme', repo: 'shop' },
      sha: 'e'.repeat(40),
      commits: ['e'.repeat(40)],
      ref: 'refs/heads/feature/x',
      run: { id: 42, attempt: 1, url: 'https://github.com/acme/shop/actions/runs/42' },
      apiUrl: 'https://api.github.com',
      commitUrl: `https://github.com/acme/shop/commit/${'e'.repeat(40)}`,
      actor: 'octocat',
      job: 'deploy',
      event: 'push',
      repositoryId: '4242',
      pullRequest: undefined,
      untrusted: undefined,
      remark: undefined,
      problem: undefined,
      lacksSecrets: undefined,
    })
  })

  test('a re-run on Enterprise Server: links go there, to this attempt', async () => {
    const enterprise = {
      ...variables,
      GITHUB_SERVER_URL: 'https://ghe.acme.example',
      GITHUB_API_URL: 'https://ghe.acme.example/api/v3',
      GITHUB_RUN_ATTEMPT: '3',
    }
    expect(await readRunContext(enterprise, unread)).toMatchObject({
      apiUrl: 'https://ghe.acme.example/api/v3',
      run: {
        id: 42,
        attempt: 3,
        url: 'https://ghe.acme.example/acme/shop/actions/runs/42/attempts/3',
      },
    })
  })

  test.each(['GITHUB_REPOSITORY', 'GITHUB_SHA', 'GITHUB_RUN_ID'])(
    'without %s it is not GitHub Actions',
    async (name) => {
      expect(await readRunContext({ ...variables, [name]: undefined }, unread)).toBeUndefined()
    },
  )
})

describe('a pull request', () => {
  test.each(['pull_request', 'pull_request_target'])(
    "%s: its head's commit, not the merge commit",
    async (event) => {
      const context = await onPullRequest(JSON.stringify(payload()), event)
      expect(context).toMatchObject({ sha: 'a'.repeat(40), event, problem: undefined })
      expect(context?.commits).toEqual(['a'.repeat(40), 'e'.repeat(40)])
      expect(context?.commitUrl).toContain('a'.repeat(40))
      expect(context?.pullRequest).toEqual({
        number: 7,
        action: 'synchronize',
        state: 'open',
        headSha: 'a'.repeat(40),
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
  ])('%s', async (_, repo, isFork) => {
    const text = JSON.stringify(payload({ head: { sha: 'a'.repeat(40), repo } }))
    expect((await onPullRequest(text))?.pullRequest?.isFork).toBe(isFork)
  })

  test.each([
    ['is not JSON', '{', /cannot be read: .*JSON/],
    ['is about something else', '{"zen":"Design for failure."}', /no pull request in \/event\.json/],
    ['lacks the number', JSON.stringify(payload({ number: '7' })), /no pull request in/],
    ['holds a list', '[]', /no pull request in/],
  ])('the file that tells about it %s', async (_, text, problem) => {
    const context = await onPullRequest(text)
    expect(context).toMatchObject({ pullRequest: undefined, sha: 'e'.repeat(40) })
    expect(context?.problem).toMatch(problem)
  })

  test('the file is missing, or not named at all', async () => {
    const pull = { ...variables, GITHUB_EVENT_NAME: 'pull_request' }
    const missing = { ...pull, GITHUB_EVENT_PATH: '/gone.json' }
    const gone = () => {
      throw new Error("ENOENT: no such file or directory, open '/gone.json'")
    }
    expect((await readRunContext(missing, gone))?.problem).toContain('ENOENT')
    expect((await readRunContext(pull, unread))?.problem).toContain('GITHUB_EVENT_PATH')
  })
})

const [ours, merged, other] = ['e', 'd', 'b'].map((digit) => digit.repeat(40)) as [string, string, string]
const head = 'a'.repeat(40)
const here = { id: 4242, full_name: 'acme/shop' }
const fork = { id: 7, full_name: 'mallory/shop' }

function runOf(change: object = {}) {
  return {
    action: 'completed',
    workflow_run: {
      id: 41,
      event: 'push',
      head_sha: head,
      head_branch: 'main',
      head_repository: here,
      ...change,
    },
  }
}

function mentionedBy(number: number, base: object = { id: 4242, name: 'shop' }) {
  return {
    number,
    head: { sha: head, ref: 'x', repo: { id: 4242, name: 'shop' } },
    base: { ref: 'main', repo: base },
  }
}

function at(event: string, payload: unknown, env: object = {}) {
  return readRunContext(
    { ...variables, ...env, GITHUB_EVENT_NAME: event, GITHUB_EVENT_PATH: '/event.json' },
    () => JSON.parse(typeof payload === 'string' ? payload : JSON.stringify(payload)),
  )
}

describe('every event that can start a workflow: its commit and its pull request', () => {
  const onBranch = { head_sha: head, head_branch: 'main' }
  const commented = { number: 7, state: 'open', pull_request: { url: '' }, labels: [{ name: 'bug' }] }

  test.each<[event: string, payload: unknown, sha: string, pullRequest: number | undefined]>([
    ['branch_protection_rule', { action: 'created' }, ours, undefined],
    ['check_run', { check_run: { head_sha: head, check_suite: onBranch } }, head, undefined],
    ['check_suite', { check_suite: onBranch }, head, undefined],
    ['create', { ref: 'v1', ref_type: 'tag' }, ours, undefined],
    ['delete', { ref: 'feature/x', ref_type: 'branch' }, ours, undefined],
    ['deployment', { deployment: { sha: ours, ref: 'main' } }, ours, undefined],
    ['deployment_status', { deployment: { sha: ours } }, ours, undefined],
    ['discussion', { action: 'created' }, ours, undefined],
    ['discussion_comment', { action: 'created' }, ours, undefined],
    ['fork', { forkee: fork }, ours, undefined],
    ['gollum', { pages: [] }, ours, undefined],
    ['image_version', {}, ours, undefined],
    ['issue_comment', { issue: { ...commented, pull_request: undefined } }, ours, undefined],
    ['issue_comment', { issue: commented }, ours, 7],
    ['issues', { issue: { number: 7 } }, ours, undefined],
    ['label', { label: { name: 'preview' } }, ours, undefined],
    ['merge_group', { merge_group: { head_sha: ours } }, ours, undefined],
    ['milestone', { action: 'created' }, ours, undefined],
    ['page_build', { build: { commit: other } }, ours, undefined],
    ['public', {}, ours, undefined],
    ['pull_request', payload(), head, 7],
    ['pull_request_review', { ...payload(), action: 'submitted' }, head, 7],
    ['pull_request_review_comment', { ...payload(), action: 'created' }, head, 7],
    ['pull_request_target', payload(), head, 7],
    ['push', { after: ours, ref: 'refs/heads/main' }, ours, undefined],
    ['push', { after: other, ref: 'refs/tags/v1' }, ours, undefined],
    ['push', { after: '0'.repeat(40), deleted: true }, ours, undefined],
    ['registry_package', { action: 'published' }, ours, undefined],
    ['release', { release: { target_commitish: 'main' } }, ours, undefined],
    ['repository_dispatch', { client_payload: { sha: other } }, ours, undefined],
    ['schedule', { schedule: '0 5 * * *' }, ours, undefined],
    ['status', { sha: head, branches: [{ name: 'main' }] }, head, undefined],
    ['watch', { action: 'started' }, ours, undefined],
    ['workflow_dispatch', { inputs: null, ref: 'refs/heads/main' }, ours, undefined],
    ['workflow_run', runOf(), head, undefined],
    ['workflow_run', runOf({ event: 'pull_request', pull_requests: [mentionedBy(7)] }), head, 7],
    ['an event of next year', { sha: head }, ours, undefined],
    ['constructor', { sha: head }, ours, undefined],
  ])('%s', async (event, payload, sha, pullRequest) => {
    const context = await at(event, payload)
    expect(context).toMatchObject({ sha, problem: undefined, untrusted: undefined })
    expect(context?.pullRequest?.number).toBe(pullRequest)
    expect(context?.commits).toEqual(sha === ours ? [ours] : [sha, ours])
    expect(context?.commitUrl).toContain(sha)
  })

  test.each(['pull_request', 'pull_request_target'])(
    "%s that was merged: the commit that the merge made, which is nobody else's code any more",
    async (event) => {
      const change = {
        merged: true,
        state: 'closed',
        merge_commit_sha: merged,
        head: { sha: head, repo: fork },
      }
      const context = await at(event, { ...payload(change), action: 'closed' })
      expect(context).toMatchObject({ sha: merged, untrusted: undefined })
      expect(context?.pullRequest).toMatchObject({ number: 7, headSha: undefined, state: 'closed' })
      const without = { ...payload({ ...change, merge_commit_sha: null }), action: 'closed' }
      expect((await at(event, without))?.sha).toBe(ours)
    },
  )

  test.each<[string, object, number | undefined]>([
    ['two pull requests', { pull_requests: [mentionedBy(7), mentionedBy(8)] }, undefined],
    ['one into another repository', { pull_requests: [mentionedBy(7, { id: 9, name: 'shop' })] }, undefined],
    [
      'one of a server that names it by its URL',
      { pull_requests: [mentionedBy(7, { url: 'https://ghe.acme.example/api/v3/repos/Acme/Shop' })] },
      7,
    ],
    [
      'a push to a branch that has a pull request',
      { event: 'push', pull_requests: [mentionedBy(7)] },
      undefined,
    ],
    ['none, as for forks', { pull_requests: [] }, undefined],
    ['no list', { pull_requests: null }, undefined],
  ])('workflow_run after a run with %s', async (_, change, number) => {
    expect((await at('workflow_run', runOf({ event: 'pull_request', ...change })))?.pullRequest?.number).toBe(
      number,
    )
  })

  test('a comment on a pull request: a remark says which commit that is; a comment of ours calls for no other', async () => {
    const issue = { number: 7, pull_request: {} }
    expect((await at('issue_comment', { issue }))?.remark).toContain(
      'the latest commit of the default branch',
    )
    const body = '<!-- lightsail-deploy {} -->\ndeployed'
    expect((await at('issue_comment', { issue, comment: { body } }))?.pullRequest).toBeUndefined()
  })
})

describe('what is missing or odd in a payload is not known, and nothing else', () => {
  const events = [
    'pull_request',
    'pull_request_target',
    'pull_request_review',
    'issue_comment',
    'workflow_run',
    'check_run',
    'check_suite',
    'status',
  ]
  const odd = [null, [], 'text', 7, true, {}, [null]]
  const bodies = odd.flatMap((one) => [
    one,
    {
      pull_request: one,
      workflow_run: one,
      check_run: one,
      check_suite: one,
      issue: one,
      sha: one,
      branches: one,
    },
    { pull_request: { number: one, head: one }, workflow_run: { head_sha: one }, issue: { number: one } },
    {
      pull_request: { number: 7, head: { sha: head, repo: one }, labels: one, user: one, state: one },
      workflow_run: { head_sha: head, head_repository: one, pull_requests: one, event: one },
      check_run: { head_sha: head, check_suite: one },
      issue: { number: 7, pull_request: one, labels: one, user: one },
    },
    { workflow_run: { head_sha: head, event: 'pull_request', pull_requests: [one], head_repository: here } },
  ])

  test.each(events)('%s', async (event) => {
    for (const body of bodies) {
      const context = await at(event, body)
      expect([head, ours]).toContain(context?.sha)
      expect([7, undefined]).toContain(context?.pullRequest?.number)
    }
    for (const text of ['', '{', 'null', '[]', '"x"']) {
      const context = await at(event, text)
      expect(context).toMatchObject({ sha: ours, pullRequest: undefined })
    }
  })

  test.each(['', 'main', 'A'.repeat(39), '0'.repeat(40), `${head}\n`, '../../x'.padEnd(40, 'a')])(
    'a head that is no commit: %j',
    async (sha) => {
      expect((await at('workflow_run', runOf({ head_sha: sha })))?.sha).toBe(ours)
      expect((await at('pull_request', payload({ head: { sha, repo: here } })))?.sha).toBe(ours)
      expect((await at('status', { sha }))?.sha).toBe(ours)
    },
  )

  test('a commit of SHA-256, and one in capitals', async () => {
    const long = 'ab'.repeat(32)
    expect((await at('workflow_run', runOf({ head_sha: long })))?.sha).toBe(long)
    expect((await at('workflow_run', runOf({ head_sha: head.toUpperCase() })))?.sha).toBe(head)
  })
})

describe('whose commit a run with our secrets is for', () => {
  const pull = (repo: unknown) => payload({ head: { sha: head, repo } })
  test.each<[string, string, unknown, RegExp | undefined]>([
    ['a fork', 'pull_request_target', pull(fork), /pull request 7 comes from a fork \(mallory\/shop\)/],
    ['a fork that is gone', 'pull_request_target', pull(null), /a repository that is gone/],
    [
      'another repository of the same name',
      'pull_request_target',
      pull({ ...here, id: 7 }),
      /comes from a fork/,
    ],
    ['here, under another name', 'pull_request_target', pull({ ...here, full_name: 'acme/old' }), undefined],
    ['here', 'pull_request_target', pull(here), undefined],
    ['nobody knows', 'pull_request_target', '{', /cannot tell/],
    ['a fork, which gets no secrets', 'pull_request', pull(fork), undefined],
    ['a fork, which gets no secrets', 'pull_request_review', pull(fork), undefined],
    ['a fork', 'workflow_run', runOf({ head_repository: fork, event: 'pull_request' }), /\(mallory\/shop\)/],
    [
      'a fork that is gone',
      'workflow_run',
      runOf({ head_repository: null, event: 'pull_request' }),
      /is gone/,
    ],
    ['a run for who knows what', 'workflow_run', runOf({ head_repository: null, event: undefined }), /gone/],
    ['a fork, whatever that run was for', 'workflow_run', runOf({ head_repository: fork }), /mallory/],
    ['a push here without the name', 'workflow_run', runOf({ head_repository: null }), undefined],
    ['here', 'workflow_run', runOf(), undefined],
    ['nobody knows', 'workflow_run', '{}', /cannot tell/],
    [
      'on no branch here',
      'check_suite',
      { check_suite: { head_sha: head, head_branch: null } },
      /on no branch/,
    ],
    [
      'on no branch here',
      'check_run',
      { check_run: { head_sha: head, check_suite: { head_branch: null } } },
      /on no branch/,
    ],
    ['on no branch here', 'status', { sha: head, branches: [] }, /on no branch/],
    ['a comment on a pull request', 'issue_comment', { issue: { number: 7, pull_request: {} } }, undefined],
  ])('%s, on %s', async (_, event, payload, told) => {
    const untrusted = (await at(event, payload))?.untrusted
    if (told) expect(untrusted).toMatch(told)
    else expect(untrusted).toBeUndefined()
  })
})

describe('who gets no secrets', () => {
  const dependabot = { GITHUB_ACTOR: 'dependabot[bot]' }
  const ofFork = payload({ head: { sha: head, repo: fork } })
  test.each<[string, unknown, object, string | undefined]>([
    ['pull_request', ofFork, {}, 'fork'],
    ['pull_request_review', ofFork, {}, 'fork'],
    ['pull_request_review_comment', ofFork, {}, 'fork'],
    ['pull_request_target', ofFork, {}, undefined],
    ['pull_request', payload(), {}, undefined],
    ['pull_request', payload(), dependabot, 'dependabot'],
    ['push', {}, dependabot, 'dependabot'],
    ['create', {}, dependabot, 'dependabot'],
    ['deployment_status', {}, dependabot, 'dependabot'],
    ['workflow_run', runOf(), dependabot, undefined],
    ['schedule', {}, dependabot, undefined],
    ['push', {}, {}, undefined],
  ])('%s %#', async (event, payload, env, who) => {
    expect((await at(event, payload, env))?.lacksSecrets).toBe(who)
  })
})
