import { describe, expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { type ActionRun, runAction, type Situation } from './action.ts'

const hour = 3_600_000

/**
 * shop stores twelve images of the label app and three of the label proxy. Its versions 1 to 4 run app.1, app.3, app.5
 * (which failed) and app.6; version 4 serves.
 */
function arrange(account: Account) {
  const start = account.now() - 20 * hour
  const call = (
    operation: Parameters<Account['call']>[0],
    input: object,
    at: number,
    outcome?: 'crashes' | 'succeeds',
  ) => account.call(operation, { serviceName: 'shop', ...input }, { at, ...(outcome && { outcome }) })
  call('CreateContainerService', { power: 'nano', scale: 1 }, start)
  const labels = [...Array.from({ length: 12 }, () => 'app'), 'proxy', 'proxy', 'proxy']
  labels.forEach((label, turn) => {
    const digest = `sha256:${(turn + 1).toString(16).padStart(64, '0')}`
    call('RegisterContainerImage', { label, digest }, start + hour + turn * 60_000)
  })
  const deployed = [1, 3, 5, 6]
  deployed.forEach((number, turn) => {
    const app = { image: `:shop.app.${number}`, ports: { '8080': 'HTTP' } }
    const publicEndpoint = { containerName: 'app', containerPort: 8080 }
    const outcome = number === 5 ? 'crashes' : 'succeeds'
    call(
      'CreateContainerServiceDeployment',
      { containers: { app }, publicEndpoint },
      start + (2 + turn) * hour,
      outcome,
    )
  })
}

const scenario = { name: 'stocked', sentence: 'shop stores many images', arrange }

/** Only the action itself protects an image that is still needed. */
const careless = { deleteImageInUse: 'accepted' } as const

async function deploy(situation: Parameters<typeof runAction>[0] = {}): Promise<ActionRun> {
  return await runAction({
    scenario,
    switches: careless,
    ...situation,
    inputs: { image: ':shop.app.12', 'keep-images': '2', ...situation.inputs },
  })
}

function deletedIn({ calls }: ActionRun): string[] {
  return calls
    .filter(({ operation }) => operation === 'DeleteContainerImage')
    .map(({ input }) => (input as { image: string }).image)
}

/** The last read of an operation, which is the one before images are deleted. */
function lastRead(
  operation: 'GetContainerServices' | 'GetContainerServiceDeployments',
  { calls }: ActionRun,
) {
  const last = calls.filter((call) => call.operation === operation).length
  return (times: number) =>
    ({
      ...{
        operation,
        calls: ({ ordinal }: { ordinal: number }) => ordinal >= last && ordinal < last + times,
      },
      effect: { kind: 'not-found' },
    }) as const
}

describe.each(['GetContainerServices', 'GetContainerServiceDeployments'] as const)(
  '%s finds nothing',
  (read) => {
    test('once: the same images are deleted; twice: none', async () => {
      const usual = await deploy()
      const missing = lastRead(read, usual)
      expect(deletedIn(await deploy({ faults: [missing(1)] }))).toEqual(deletedIn(usual))
      const blind = await deploy({ faults: [missing(2)] })
      expect(blind.outputs['result']).toBe('success')
      expect(deletedIn(blind)).toEqual([])
      expect(blind.log).toContain('no old images were deleted: shop was not found')
    })
  },
)

describe('keep-images', () => {
  test('deletes what is older than the newest and in no version, of our label alone', async () => {
    const run = await deploy()
    expect(run.outputs['result']).toBe('success')
    expect(deletedIn(run).sort()).toEqual(
      ['10', '2', '4', '7', '8', '9'].map((number) => `:shop.app.${number}`),
    )
    expect(run.log).toContain('deleted 6 stored images that no version uses: ')
  })

  test('leaves an image for every version that can be rolled back to', async () => {
    await deploy({
      inputs: { 'keep-images': '1' },
      afterwards: async (rerun) => {
        for (const version of ['1', '2', '4']) {
          const back: Situation['inputs'] = { image: '', mode: 'rollback', 'rollback-to': version }
          const run = await rerun(back)
          expect([version, run.outputs['result']]).toEqual([version, 'success'])
        }
      },
    })
  })

  test('deletes nothing after a deployment that failed', async () => {
    const run = await deploy({ outcomes: ['crashes'] })
    expect(run.outputs['result']).toBe('failed-kept-previous')
    expect(deletedIn(run)).toEqual([])
  })

  test('deletes nothing unless it is set, and nothing when nothing is deployed', async () => {
    expect(deletedIn(await deploy({ inputs: { 'keep-images': '' } }))).toEqual([])
    expect(deletedIn(await deploy({ inputs: { image: ':shop.app.6' } }))).toEqual([])
  })

  test.each([
    ['reading is denied', 'GetContainerImages'],
    ['deleting is denied', 'DeleteContainerImage'],
  ] as const)('changes nothing about the verdict when %s', async (_, operation) => {
    const run = await deploy({ faults: [{ operation, calls: 'every', effect: { kind: 'access-denied' } }] })
    expect(run).toMatchObject({ exitCode: 0, outputs: { result: 'success' } })
    expect(run.log).toContain(`some old images could not be deleted: access denied`)
    expect(run.log).toContain(`allow lightsail:${operation}`)
  })

  test('spares the image of a deployment that somebody starts meanwhile', async () => {
    const run = await deploy({
      faults: [
        {
          operation: 'GetContainerServiceDeployments',
          calls: (call) => call.ordinal === 1,
          effect: {
            kind: 'event',
            happens: (account) =>
              account.call('CreateContainerServiceDeployment', {
                serviceName: 'shop',
                containers: { app: { image: ':shop.app.2' } },
              }),
          },
        },
      ],
    })
    expect(run.outputs['result']).toBe('success')
    expect(deletedIn(run)).not.toContain(':shop.app.2')
  })
})
