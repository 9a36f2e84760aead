import { afterAll, beforeEach, describe, expect, test } from '@jest/globals'
import { pullRequestRun } from '../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../support/github/server.ts'
import { type BundleRun, runBundle, type Situation } from './bundle.ts'

/** The job's credentials for AWS and GitHub, quoted in a reply: none of them may be shown anywhere. */

let github: GitHubServer
beforeEach(async () => {
  await github?.close()
  github = await startGitHub()
})
afterAll(async () => await github.close())

const credentials = {
  AWS_ACCESS_KEY_ID: 'ASIAJOBS0KEY000000001',
  AWS_SECRET_ACCESS_KEY: 'jobs/SeCrEt+kEy/0123456789abcdefghijklmn',
  AWS_SESSION_TOKEN: 'IQoJb3JpZ2luX2VjE/jobs+session=token==',
  AWS_BEARER_TOKEN_BEDROCK: 'bearer-0f-the-job-77',
  ACTIONS_RUNTIME_TOKEN: 'eyJydW50aW1l.am9icw.c2lnbmF0dXJl',
  ACTIONS_ID_TOKEN_REQUEST_TOKEN: 'oidc-request-0f-the-job',
  GITHUB_TOKEN: 'ghs_other0token0of0the0job',
  no_proxy: '127.0.0.1,localhost',
  https_proxy: 'http://proxy-user-7:pr0xy%40pass@proxy.invalid:3128',
}
const quoted = [
  ...Object.values(credentials).slice(0, 7),
  'ghs_token-of-the-job',
  'pr0xy@pass',
  'proxy-user-7',
]

const echo = {
  kind: 'error',
  type: 'SignatureDoesNotMatch',
  status: 403,
  message: `The Canonical String should have been: ${quoted.join(' ')} ${encodeURIComponent(quoted.join('&'))}`,
} as const

function everything({ log, outputs, summary, state }: BundleRun): string {
  const told = [...github.comments.values(), ...github.statuses.values(), ...github.deployments]
  return [log.replace(/^::add-mask::.*$/gm, ''), JSON.stringify([outputs, state, told]), summary].join('\n')
}

function expectHidden(run: BundleRun): void {
  const text = everything(run)
  expect(text).toContain('The Canonical String should have been: ***')
  for (const secret of quoted) {
    expect(text).not.toContain(secret)
    expect(text).not.toContain(encodeURIComponent(secret))
  }
}

function situation(): Situation {
  const { env, files } = pullRequestRun(github)
  return {
    scenario: 'update',
    ...(files && { files }),
    env: { ...env, ...credentials },
    inputs: { 'github-deployment': 'true', 'max-retries': '0' },
  }
}

describe('the credentials of the job', () => {
  test.each(['GetContainerServices', 'CreateContainerServiceDeployment'] as const)(
    'that %s quotes are nowhere: log, summary, outputs, comment, deployment',
    async (operation) => {
      const run = await runBundle({ ...situation(), faults: [{ operation, calls: 'every', effect: echo }] })
      expect(run.exitCode).toBe(1)
      expect(github.comments.get(7)).toHaveLength(1)
      expectHidden(run)
    },
  )

  test('are nowhere in what the post step says', async () => {
    let kill: () => void = () => undefined
    let isKilled = false
    let post: BundleRun | undefined
    await runBundle({
      ...situation(),
      faults: [{ operation: 'GetContainerServices', calls: () => isKilled, effect: echo }],
      during: (child) => {
        kill = () => child.kill('SIGKILL')
      },
      onCall: ({ operation }) => {
        if (operation !== 'CreateContainerServiceDeployment') return
        isKilled = true
        kill()
      },
      afterwards: async (_, runPost) => {
        post = await runPost()
      },
    })
    if (!post) throw new Error('there was no post step')
    expect(post.log).toContain('the step was killed before it could report')
    expectHidden(post)
  })

  test('that the SDK finds in a file are secrets, too, and are masked', async () => {
    const secret = 'file/SeCrEt+kEy/0123456789abcdefghijklmn'
    const found = `[default]\naws_access_key_id = ASIAFILE00KEY0000001\naws_secret_access_key = ${secret}\naws_session_token = file-session-token-1\n`
    const run = await runBundle({
      scenario: 'update',
      files: { credentials: found },
      env: { AWS_ACCESS_KEY_ID: '', AWS_SECRET_ACCESS_KEY: '', AWS_SHARED_CREDENTIALS_FILE: 'credentials' },
      inputs: { 'max-retries': '0' },
      faults: [
        {
          operation: 'GetContainerServices',
          calls: 'every',
          effect: {
            ...echo,
            message: `The Canonical String should have been: ${secret} file-session-token-1`,
          },
        },
      ],
    })
    expect(run.outputs['reason']).toContain('should have been: *** ***')
    expect(everything(run)).not.toMatch(/file\/SeCrEt|file-session/)
  })
})
