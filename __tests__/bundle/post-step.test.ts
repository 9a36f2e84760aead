import { describe, expect, test } from '@jest/globals'
import { startSimulator } from '../../simulator/wire/server.ts'
import { type BundleRun, runAgainst, runBundle, type Situation, writes } from './bundle.ts'

/** The post step reports only if the main step was killed before it could. */

/** A main step that is killed with a call, and what its post step then does. */
async function killedWith(
  [operation, turn]: readonly [operation: string, turn: number],
  situation: Situation,
  onKill: NonNullable<Situation['during']> = () => undefined,
): Promise<{ main: BundleRun; post: BundleRun }> {
  let kill: () => void = () => undefined
  let seen = 0
  let post: BundleRun | undefined
  const main = await runBundle({
    scenario: 'update',
    ...situation,
    during: (child, simulator) => {
      kill = () => {
        child.kill('SIGKILL')
        onKill(child, simulator)
      }
    },
    onCall: (call) => {
      if (call.operation === operation && ++seen === turn) kill()
    },
    afterwards: async (_, runPost) => {
      post = await runPost()
    },
  })
  if (post === undefined) throw new Error('there was no post step')
  return { main, post }
}

const look = 'GetContainerServices'
const deploy = 'CreateContainerServiceDeployment'
function lines({ log }: BundleRun) {
  return log.trim().split('\n')
}

describe('the main step was killed', () => {
  test('while it waited: the post step says how its own version stands, and stays green beside a red step', async () => {
    const { main, post } = await killedWith([look, 3], {
      scenario: 'deployment-never-ends',
      inputs: { 'environment-variables': 'TOKEN=canary-7f3a91' },
    })
    expect(main.exitCode).toBeNull()
    expect(main.outputs).toEqual({})
    expect(JSON.stringify(main.state)).not.toContain('canary')
    expect(post.exitCode).toBe(0)
    expect(post.operations).toEqual([look])
    expect(lines(post)).toHaveLength(1)
    expect(post.log).toMatch(
      /^::warning::the step was killed before it could report: version 18 of shop was accepted/,
    )
    expect(post.log).toContain('is still in progress')
    expect(post.log).toContain('version 17 serves meanwhile')
    expect(post.log).toContain('https://lightsail.aws.amazon.com/')
    expect(post.summary).toContain('killed before it could report')
    expect(post.summary).toContain('version 17 serves meanwhile')
    expect(post.log + post.summary).not.toMatch(/canary|correct-horse/)
  })

  test.each([
    ['it became active', ['succeeds'], 'version 18 of shop is active'],
    ['it failed', ['crashes'], 'version 18 of shop failed, version 17 keeps serving'],
  ] as const)('and before the post step looks, %s', async (_, outcomes, text) => {
    const { post } = await killedWith([look, 2], { outcomes: [...outcomes], secondsPerCall: 400 })
    expect(post.log).toContain(text)
    expect(post.exitCode).toBe(0)
  })

  test('somebody deleted the service meanwhile, and created another with the same name', async () => {
    const { post } = await killedWith(
      [look, 2],
      { switches: { deleteWhileDeploying: 'accepted', deleteSeconds: 0 } },
      (_, { account }) => {
        account.call('DeleteContainerService', { serviceName: 'shop' })
        account.call('CreateContainerService', { serviceName: 'shop', power: 'nano', scale: 1 })
      },
    )
    expect(post.log).toContain('somebody deleted the service and created another with the same name')
  })

  test('before it sent anything: nothing was changed, which needs no call to be known', async () => {
    const { post } = await killedWith([look, 1], {})
    expect(post.log).toContain('nothing had been sent, so nothing was changed')
    expect(post.operations).toEqual([])
  })

  test('with the write itself: nobody knows whether it was accepted, and the service is shown as it is', async () => {
    const { post } = await killedWith([deploy, 1], {
      faults: [{ operation: deploy, calls: 1, effect: { kind: 'latency', milliseconds: 60_000 } }],
    })
    expect(post.log).toContain('it is unknown whether its last call was accepted')
    expect(post.log).toContain('version 18 is ACTIVATING')
    expect(writes(post)).toEqual([])
  })

  test('after its settings were written, while it waits for its turn', async () => {
    const { post } = await killedWith([look, 3], { inputs: { scale: '2' }, secondsPerCall: 1 })
    expect(post.log).toContain('the settings were updated, but nothing was deployed')
  })

  test('after a refused write: that one changed nothing', async () => {
    const { post } = await killedWith([look, 2], {
      secondsPerCall: 0,
      faults: [
        {
          operation: deploy,
          calls: 'every',
          effect: {
            kind: 'error',
            type: 'InvalidInputException',
            message: 'Please try again in a few minutes.',
          },
        },
      ],
    })
    expect(post.log).toContain('nothing had been sent, so nothing was changed')
  })

  test('while a deletion is followed', async () => {
    const inputs = { mode: 'delete', image: '' }
    const slow = await killedWith([look, 2], { inputs, switches: { deleteSeconds: 1e6 } })
    expect(slow.post.log).toContain('shop is still being deleted')
    const quick = await killedWith([look, 2], { inputs, secondsPerCall: 15 })
    expect(quick.post.log).toContain('shop is gone')
  })

  test('and nobody may look any more: said so, and what to do', async () => {
    const { post } = await killedWith([look, 2], {
      faults: [{ operation: look, calls: ({ ordinal }) => ordinal > 2, effect: { kind: 'expired-token' } }],
    })
    expect(post.exitCode).toBe(0)
    expect(post.log).toContain('could not be read')
    expect(post.log).toContain('role-duration-seconds')
  })

  test('without a job summary, if none is wanted', async () => {
    const { post } = await killedWith([look, 2], { inputs: { 'job-summary': 'false' } })
    expect(post.log).toContain('::warning::')
    expect(post.summary).toBe('')
  })
})

describe('nothing is left to say', () => {
  const cancelled: Situation = {
    inputs: { 'poll-interval-seconds': '600' },
    during: ({ kill }, { calls }) => {
      const timer = setInterval(() => {
        if (calls.length < 3) return
        clearInterval(timer)
        kill('SIGINT')
      }, 20)
    },
  }

  test.each<[string, Situation]>([
    ['a main step that ended well', {}],
    ['a main step that failed and said so', { outcomes: ['crashes'] }],
    ['wrong inputs', { inputs: { 'service-name': 'My_Shop' } }],
    ['a main step that was cancelled and said so', { scenario: 'deployment-never-ends', ...cancelled }],
  ])('%s: the post step makes no call and prints nothing', async (_, situation) => {
    let post: BundleRun | undefined
    await runBundle({
      scenario: 'update',
      ...situation,
      afterwards: async (_rerun, runPost) => {
        post = await runPost()
      },
    })
    expect(post).toMatchObject({ exitCode: 0, log: '', operations: [], summary: '' })
  })

  test('a main step that was killed before its first word: its post step does not deploy', async () => {
    let post: BundleRun | undefined
    const itself = 'if(process.argv[1].endsWith("index.js"))process.kill(process.pid,"SIGKILL")'
    const main = await runBundle({
      scenario: 'update',
      env: { NODE_OPTIONS: `--import data:text/javascript,${encodeURIComponent(itself)}` },
      afterwards: async (_, runPost) => {
        post = await runPost()
      },
    })
    expect(main).toMatchObject({ exitCode: null, operations: [] })
    expect(post).toMatchObject({ exitCode: 0, log: '', operations: [] })
  })
})

test.each(['{"target":"lightsail","sub', '{"target":"lightsail","handle":"{","written":"started"}'])(
  'what the main step saved is cut: a warning, and the post step stays green: %s',
  async (text) => {
    const simulator = await startSimulator({ scenario: 'update' })
    const post = await runAgainst(simulator, {}, { run: text })
    await simulator.close()
    expect(post).toMatchObject({ exitCode: 0, errors: [], operations: [] })
    expect(post.log).toMatch(/^::warning::the post step could not do its work: /)
    expect(lines(post)).toHaveLength(1)
  },
)
