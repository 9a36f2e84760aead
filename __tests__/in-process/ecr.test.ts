import { afterEach, describe, expect, test } from '@jest/globals'
import { type EcrOptions, type EcrServer, ecrHost, startEcr } from '../support/docker/ecr-server.ts'
import { indexOf, singleImage } from '../support/docker/public-images.ts'
import { type ActionRun, runAction } from './action.ts'
import { runEcs } from './ecs/action.ts'
import { visible } from './helpers.ts'

/** Images in private ECR, which is asked with the credentials of the job before anything is written. */

const images = {
  'acme/shop:1': singleImage(),
  'acme/shop:both': indexOf([{ architecture: 'amd64' }, { architecture: 'arm64' }]),
  'acme/shop:arm': indexOf([{ architecture: 'arm64' }]),
  'acme/shop:arm-alone': singleImage({ architecture: 'arm64' }),
}

const servers: EcrServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) await server.stop()
})

interface Deployed {
  readonly ending: string
  readonly run: ActionRun
  readonly ecr: EcrServer
  readonly writes: readonly string[]
}

type Deploy = (
  name: string,
  options?: EcrOptions & { readonly inputs?: Readonly<Record<string, string>> },
) => Promise<Deployed>

const onEcs: Deploy = async (name, { inputs, ...options } = {}) => {
  const ecr = await startEcr({ images, ...options })
  servers.push(ecr)
  const run = await runEcs({
    env: ecr.env,
    inputs: { image: `${ecrHost}/${name}`, 'check-image': 'true', ...inputs },
  })
  return deployed(run, ecr)
}

const onLightsail: Deploy = async (name, { inputs, ...options } = {}) => {
  const ecr = await startEcr({ images, ...options })
  servers.push(ecr)
  const run = await runAction({
    scenario: 'update',
    // Without a container engine, which would be asked for images of this machine.
    env: { ...ecr.env, PATH: '' },
    inputs: { image: `${ecrHost}/${name}`, ...inputs },
  })
  return deployed(run, ecr)
}

function deployed(run: ActionRun, ecr: EcrServer): Deployed {
  const ending = `${run.outputs['result']} · ${run.outputs['reason-code']}`
  const writes = run.operations.filter((operation) => !/^(?:Get|Describe|List)/.test(operation))
  return { ending, run, ecr, writes }
}

const denied = { status: 400, type: 'AccessDeniedException' }

describe.each([
  ['Lightsail', onLightsail, 'image-not-amd64'],
  ['ECS', onEcs, 'wrong-architecture'],
] as const)('on %s', (_, deploy, wrongPlatform) => {
  test('an image that is there is deployed, and its digest is told', async () => {
    const { ending, run, ecr } = await deploy('acme/shop:both')
    expect(ending).toBe('success · deployment-active')
    expect(run.log).toMatch(/acme\/shop:both \(sha256:[a-f0-9]{12}\)/)
    expect(ecr.requests[0]).toMatchObject({
      registryId: '123456789012',
      repositoryName: 'acme/shop',
      imageIds: [{ imageTag: 'both' }],
    })
  })

  test.each([
    ['a tag', 'acme/shop:none', 'has no such tag or digest'],
    ['a digest', `acme/shop@sha256:${'0'.repeat(64)}`, 'has no such tag or digest'],
    ['a repository', 'acme/none:1', 'has no such repository;'],
  ])('%s that does not exist is refused before any write', async (__, name, text) => {
    const { ending, run, writes } = await deploy(name)
    expect(ending).toBe('refused · image-not-found')
    expect(`${run.outputs['reason']};`).toContain(text)
    expect(writes).toEqual([])
  })

  test.each(['acme/shop:arm', 'acme/shop:arm-alone'])(
    'an image for another CPU is refused: %s',
    async (name) => {
      const { ending, run, writes } = await deploy(name)
      expect(ending).toBe(`refused · ${wrongPlatform}`)
      expect(run.outputs['reason']).toContain('is built for linux/arm64')
      expect(writes).toEqual([])
    },
  )

  test('what a pull-through cache may fetch is not missing', async () => {
    for (const prefix of ['acme', 'ROOT']) {
      const { ending, run } = await deploy('acme/none:1', { cached: [prefix] })
      expect(ending).toBe('success · deployment-active')
      expect(run.log).not.toContain('acme/none:1 does not exist')
    }
    expect((await deploy('acme/none:1', { cached: ['ac', 'quay'] })).ending).toBe('refused · image-not-found')
  })

  test('where the rules of caches may not be read, what is missing is a notice', async () => {
    const { ending, run } = await deploy('acme/shop:none', {
      refused: { DescribePullThroughCacheRules: denied },
    })
    expect(ending).toBe('success · deployment-active')
    expect(run.log).toContain(
      `::notice::${ecrHost}/acme/shop:none does not exist yet; without ecr:DescribePullThroughCacheRules it is unknown whether a pull-through cache will fetch it`,
    )
  })

  test.each([
    ['the job may not see it', { BatchGetImage: denied }],
    ['ECR is out of order', { BatchGetImage: { status: 500, type: 'ServerException' } }],
    [
      'the credentials are of no use there',
      { BatchGetImage: { status: 400, type: 'UnrecognizedClientException' } },
    ],
    ['ECR has too much to do', { BatchGetImage: { status: 400, type: 'ThrottlingException' } }],
  ])('nothing is said if %s', async (__, refused) => {
    const { ending, run } = await deploy('acme/shop:none', { refused })
    expect(ending).toBe('success · deployment-active')
    expect(visible(run)).not.toMatch(/does not exist|AccessDenied|ServerException|DescribePullThrough/)
  })

  test('without permission for the configuration the platform of a single image is not known', async () => {
    const { ending } = await deploy('acme/shop:arm-alone', { refused: { GetDownloadUrlForLayer: denied } })
    expect(ending).toBe('success · deployment-active')
  })

  test('a plan says that a deployment would be refused, and stays green', async () => {
    const { ending, run } = await deploy('acme/shop:none', { inputs: { mode: 'plan' } })
    expect(ending).toBe('planned · plan-only')
    expect(run.log).toContain('a deployment would be refused')
  })

  test('nobody is asked where it is switched off, nor about images elsewhere', async () => {
    expect((await deploy('acme/shop:none', { inputs: { 'check-image': 'false' } })).ecr.operations).toEqual(
      [],
    )
    const elsewhere = await deploy('acme/shop:none', { inputs: { image: 'ghcr.io/acme/shop:2' } })
    expect(elsewhere.ecr.operations).toEqual([])
  })
})

test.each<[string, Readonly<Record<string, string>>]>([
  ['tags that are written first', { tags: 'team=other' }],
  ['a task that is run before', { 'run-task': 'true', 'wait-for-task-stopped': 'true' }],
  ['both', { tags: 'team=other', 'run-task': 'true', 'wait-for-task-stopped': 'true' }],
])('on ECS a missing image is refused before %s', async (_, inputs) => {
  const { ending, writes } = await onEcs('acme/shop:none', { inputs })
  expect(ending).toBe('refused · image-not-found')
  expect(writes).toEqual([])
})

test('an image that was pushed seconds ago is asked for again', async () => {
  const pending = onEcs('acme/shop:new')
  const { ending } = await pending
  expect(ending).toBe('refused · image-not-found')
  expect(servers[0]?.operations.filter((operation) => operation === 'BatchGetImage')).toHaveLength(2)
})

test('a tag of ECR that has not moved is no change on Lightsail', async () => {
  const ecr = await startEcr({ images })
  servers.push(ecr)
  let again: ActionRun | undefined
  const situation = {
    scenario: 'update',
    env: { ...ecr.env, PATH: '' },
    inputs: { image: `${ecrHost}/acme/shop:1` },
  }
  await runAction({
    ...situation,
    afterwards: async (rerun) => {
      again = await rerun(situation.inputs)
    },
  })
  expect(again?.outputs['result']).toBe('unchanged')
})
