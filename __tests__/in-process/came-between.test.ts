import { afterEach, describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { shopDeployment } from '../../simulator/lightsail/scenarios/shop.ts'
import type { Fault } from '../../simulator/wire/faults.ts'
import { tagKeys } from '../../src/source/resource-tags.ts'
import { startSite } from '../support/github/site.ts'
import { type Stage, setStage } from '../support/github/stage.ts'
import { type ActionRun, writes } from './action.ts'

/** Another deployment is accepted and completed between our observation and our write: only the reply to our write shows it. */

const deploy = 'CreateContainerServiceDeployment'
const [older, newer] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string]
const behind = { [`${newer}...${older}`]: 'behind' } as const

const theirs = 'ghcr.io/acme/shop:2222222'

function theyDeploy(tags: Readonly<Record<string, string>> = {}, image = theirs) {
  return (account: Account): void => {
    const at = account.now() - 5_000
    account.call(
      deploy,
      { serviceName: 'shop', ...shopDeployment(image) },
      { at, outcome: 'succeeds-at-once' },
    )
    const list = Object.entries(tags).map(([key, value]) => ({ key, value }))
    if (list.length > 0) account.call('TagResource', { resourceName: 'shop', tags: list }, { at })
  }
}

function ofCommit(sha: string) {
  return {
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.commit]: sha,
    [tagKeys.version]: '18',
    [tagKeys.run]: '60',
  }
}

function between(happens: (account: Account) => void, calls = 1): Fault {
  return {
    operation: deploy,
    calls,
    effect: { kind: 'event', happens },
  }
}

let stage: Stage | undefined
afterEach(async () => {
  await stage?.close()
  stage = undefined
})

async function run(
  happens: (account: Account) => void,
  inputs: Readonly<Record<string, string>> = {},
  onGitHub: Parameters<typeof setStage>[1] = { comparisons: behind },
): Promise<ActionRun> {
  stage = await setStage({ scenario: 'update', faults: [between(happens)] }, onGitHub)
  return await stage.push({ sha: older }, inputs)
}

function serving() {
  return stage?.service('shop')?.currentDeployment
}
function sent({ calls }: ActionRun) {
  return calls.filter(({ operation, status }) => operation === deploy && status === 200).length
}

describe("a newer commit's deployment", () => {
  const isPutBack = (ended: ActionRun) => {
    expect(ended).toMatchObject({
      exitCode: 1,
      outputs: {
        result: 'rolled-back',
        'reason-code': 'older-commit',
        'rolled-back': 'true',
        'deployment-version': '19',
        'previous-version': '18',
      },
    })
    expect(serving()).toMatchObject({ version: 20, containers: { app: { image: theirs } } })
  }

  test('is put back: rolled-back, and it is remembered as of its commit again', async () => {
    const ended = await run(theyDeploy(ofCommit(newer)))
    isPutBack(ended)
    expect(ended.log).toContain(
      '::warning::somebody else deployed version 18 of shop while this run was starting',
    )
    expect(ended.errors[0]).toContain('commit 1111111 is older than 2222222, which version 18 of shop')
    expect(ended.summary).toContain('Displaced')
    expect(stage?.tagsOf('shop')).toMatchObject({ ...ofCommit(newer), [tagKeys.version]: '20' })
    expect(stage?.tagsOf('shop')).not.toHaveProperty([tagKeys.bad])
  })

  test('whose tags come later than the reply to our write: they are read once more', async () => {
    stage = await setStage(
      {
        scenario: 'update',
        faults: [
          between(theyDeploy()),
          {
            operation: 'GetContainerServices',
            calls: 2,
            effect: {
              kind: 'event',
              happens: (account) => {
                const tags = Object.entries(ofCommit(newer)).map(([key, value]) => ({ key, value }))
                account.call('TagResource', { resourceName: 'shop', tags })
              },
            },
          },
        ],
      },
      { comparisons: behind },
    )
    isPutBack(await stage.push({ sha: older }))
  })

  test('also where nobody waits for the end of ours', async () => {
    isPutBack(await run(theyDeploy(ofCommit(newer)), { 'wait-for-service-stability': 'false' }))
  })

  test('also where the answer to our write was lost, and ours serves when it is found', async () => {
    stage = await setStage(
      {
        scenario: 'update',
        secondsPerCall: 400,
        faults: [
          between(theyDeploy(ofCommit(newer))),
          { operation: deploy, calls: 1, effect: { kind: 'drop', when: 'after-acceptance' } },
        ],
      },
      { comparisons: behind },
    )
    isPutBack(await stage.push({ sha: older }))
  })

  test('ours fails by itself: the newer one kept serving, and nothing is put back', async () => {
    const ended = await run(theyDeploy(ofCommit(newer)), { image: 'ghcr.io/acme/shop:outcome-wrong-port' })
    expect(ended.outputs['result']).toBe('failed-kept-previous')
    expect(serving()?.version).toBe(18)
    expect(sent(ended)).toBe(1)
  })

  test('which failed its URL check is not put back; the end is red all the same', async () => {
    const ended = await run(theyDeploy({ ...ofCommit(newer), [tagKeys.bad]: '18' }))
    expect(ended).toMatchObject({ exitCode: 1, outputs: { 'reason-code': 'older-commit' } })
    expect(ended.outputs['reason']).toContain('it keeps serving because version 18 failed its URL check')
    expect(serving()?.version).toBe(19)
  })

  test('putting it back is denied: red, and the end says that ours serves', async () => {
    stage = await setStage(
      {
        scenario: 'update',
        faults: [
          between(theyDeploy(ofCommit(newer))),
          { operation: deploy, calls: 2, effect: { kind: 'access-denied' } },
        ],
      },
      { comparisons: behind },
    )
    const ended = await stage.push({ sha: older })
    expect(ended).toMatchObject({
      exitCode: 1,
      outputs: { result: 'not-verified', 'reason-code': 'older-commit' },
    })
    expect(ended.outputs['reason']).toContain('access denied')
    expect(ended.summary).toContain('active in place of a newer version')
    expect(serving()?.version).toBe(19)
  })
})

describe('is said, and ours stays', () => {
  test.each<[string, (account: Account) => void, Record<string, string>, object, string]>([
    ['nobody knows its commit', theyDeploy(), {}, { comparisons: behind }, 'its commit is unknown'],
    [
      'GitHub does not know the order',
      theyDeploy(ofCommit(newer)),
      {},
      { comparisons: {} },
      '(GitHub did not say), so it is not refused',
    ],
    [
      'it is of an older commit',
      theyDeploy(ofCommit(newer)),
      {},
      { comparisons: { [`${newer}...${older}`]: 'ahead' } },
      'version 19 replaced it',
    ],
    ['it is of the same commit', theyDeploy(ofCommit(older)), {}, {}, 'version 19 replaced it'],
    [
      'older commits are allowed',
      theyDeploy(ofCommit(newer)),
      { 'allow-older-commit': 'true' },
      { comparisons: behind },
      'version 19 replaced it',
    ],
    [
      'no commit is tracked',
      theyDeploy(ofCommit(newer)),
      { 'track-commit': 'false' },
      { comparisons: behind },
      'version 19 replaced it',
    ],
    [
      'a person rolls back',
      theyDeploy(ofCommit(newer)),
      { mode: 'rollback', image: '' },
      { comparisons: behind },
      'version 19 replaced it',
    ],
  ])('%s', async (_, happens, inputs, onGitHub, told) => {
    const ended = await run(happens, inputs, onGitHub)
    expect(ended).toMatchObject({ exitCode: 0, outputs: { result: 'success', 'deployment-version': '19' } })
    const warning = ended.log
      .split('\n')
      .find((line) => line.startsWith('::warning::somebody else deployed version 18'))
    expect(warning).toContain(told)
    expect(ended.summary).toContain('Displaced')
  })
})

test('the same content, from somebody or from a lost write of ours, is nothing between', async () => {
  const ended = await run(theyDeploy({}, 'ghcr.io/acme/shop:9a8b7c'))
  expect(ended.outputs['result']).toBe('success')
  expect(ended.log).not.toContain('while this run was starting')
})

test('a restart went over it: what came since is put back', async () => {
  const ended = await run(theyDeploy(ofCommit(newer)), { image: '', 'force-new-deployment': 'true' })
  expect(ended).toMatchObject({
    exitCode: 1,
    outputs: { result: 'rolled-back', 'reason-code': 'newer-version' },
  })
  expect(serving()).toMatchObject({ version: 20, containers: { app: { image: theirs } } })
})

test('what was put back after a failed URL check went over it: it is put back in its turn', async () => {
  stage = await setStage({
    scenario: 'update',
    faults: [between(theyDeploy(), 2)],
  })
  const site = await startSite()
  const ended = await stage.push({ sha: older }, { ...site.inputs, 'rollback-on-failure': 'true' })
  await site.close()
  expect(ended).toMatchObject({ exitCode: 1, outputs: { result: 'rolled-back' } })
  expect(ended.log).toContain(
    '::warning::somebody else deployed version 19 of shop while this run was starting',
  )
  expect(serving()).toMatchObject({ version: 21, containers: { app: { image: theirs } } })
  expect(writes(ended).filter((operation) => operation === deploy)).toHaveLength(3)
})
