import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import type { Account } from '../../../simulator/ecs/account.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import { head, pullRequestRun, pushRun } from '../../support/github/runs.ts'
import { type GitHubServer, startGitHub } from '../../support/github/server.ts'
import { ending, runEcs, writes } from './action.ts'

/** What GitHub is told of a run, under a name that no Lightsail service has. */

let github: GitHubServer
beforeEach(async () => {
  github = await startGitHub()
})
afterEach(() => github.close())

function comments() {
  return (github.comments.get(7) ?? []).map(({ body = '' }) => body)
}

describe('a run for a pull request', () => {
  test('has one comment, which ends with the verdict', async () => {
    const run = await runEcs(pullRequestRun(github))
    expect(ending(run)).toBe('success · deployment-active')
    expect(comments()).toHaveLength(1)
    expect(comments()[0]).toContain('shop on prod in eu-central-1')
    expect(comments()[0]).toContain('web:20')
  })

  test('shows the plan', async () => {
    await runEcs({ ...pullRequestRun(github), inputs: { mode: 'plan' } })
    expect(comments()[0]).toContain('ghcr.io/acme/shop:1f2e3d → ghcr.io/acme/shop:9a8b7c')
  })
})

describe('an older commit', () => {
  const deployed = 'b'.repeat(40)

  /** What an earlier run left in the tags of the service. */
  const remember = ({ account }: { readonly account: Account }) => {
    const { services } = account.call('DescribeServices', { cluster: 'prod', services: ['shop'] }) as {
      services: { serviceArn: string; deployments: { id: string }[] }[]
    }
    const [{ serviceArn = '', deployments = [] } = {}] = services
    account.call('TagResource', {
      resourceArn: serviceArn,
      tags: [
        { key: tagKeys.repository, value: 'acme/shop' },
        { key: tagKeys.commit, value: deployed },
        { key: tagKeys.version, value: deployments[0]?.id.split('/')[1] ?? '' },
      ],
    })
  }

  const push = async (inputs: Readonly<Record<string, string>> = {}) => {
    const told = await startGitHub({ comparisons: { [`${deployed}...${head}`]: 'behind' } })
    try {
      return await runEcs({ ...pushRun(told), inputs, during: (_, { ecs }) => remember(ecs) })
    } finally {
      await told.close()
    }
  }

  test('does not go over a newer one', async () => {
    const run = await push()
    expect(ending(run)).toBe('refused · older-commit')
    expect(run.errors[0]).toContain(
      'commit aaaaaaa is older than bbbbbbb, which web:19 of shop was deployed from',
    )
    expect(writes(run)).toEqual([])
  })

  test('is put back where a newer one came between our look and our write', async () => {
    const told = await startGitHub({ comparisons: { [`${deployed}...${head}`]: 'behind' } })
    const happens = (account: Account) => {
      account.call('UpdateService', { cluster: 'prod', service: 'shop', taskDefinition: 'web:17' })
      remember({ account })
    }
    const fault = { operation: 'UpdateService', calls: 1, effect: { kind: 'event', happens } } as const
    const run = await runEcs({ ...pushRun(told), faults: [fault] })
    await told.close()
    expect(ending(run)).toBe('rolled-back · older-commit')
    expect(run.outputs['serving-task-definition-arn']).toMatch(/web:17$/)
  })

  test('unless that is allowed', async () => {
    expect(ending(await push({ 'allow-older-commit': 'true' }))).toBe('success · deployment-active')
  })

  test('is not looked for where commits are not tracked', async () => {
    expect(ending(await push({ 'track-commit': 'false' }))).toBe('success · deployment-active')
  })
})
