import { mkdirSync, mkdtempSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect } from '@jest/globals'
import { registryPassword } from '../../scripts/machine.js'
import { layerWith, ociImage, writeDockerArchive, writeOciArchive } from '../support/docker/archives.ts'
import { startGateway } from '../support/docker/gateway.ts'
import { setMachine } from '../support/docker/machine.ts'
import { runBundle, writes } from './bundle.ts'

/** Images are pushed by the built files: the code for it is in them. */

const { registry, engine, folder, testHere, build } = await setMachine()

const pushed = [
  'CreateContainerServiceRegistryLogin',
  'RegisterContainerImage',
  'CreateContainerServiceDeployment',
]

testHere('an image that lies in a file', async () => {
  const path = join(folder, 'image.tar')
  await writeOciArchive(path, [ociImage([await layerWith('index.html', 'hello')])])
  const run = await runBundle({
    scenario: 'update',
    switches: { ...registry?.switches },
    inputs: { image: `oci-archive:${path}` },
  })
  expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
  expect(writes(run)).toEqual(pushed)
  expect(run.log.match(new RegExp(registryPassword, 'g'))).toHaveLength(1)
  expect(run.log).toContain(`::add-mask::${registryPassword}\n`)
})

testHere('an image that was built in the same job', async () => {
  const image = build()
  const run = await runBundle({
    scenario: 'update',
    switches: { ...registry?.switches },
    env: { ...engine?.env, HOME: folder },
    inputs: { image },
  })
  expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.1' })
  expect(writes(run)).toEqual(pushed)
  expect(run.log).toContain(`${image} is stored as :shop.app.1`)
})

testHere('the runner has no place for what is to be pushed: no fault of ours, and what to do', async () => {
  const path = join(folder, 'some.tar')
  await writeDockerArchive(path, [await layerWith('data', 'x')])
  const run = await runBundle({
    scenario: 'update',
    env: { RUNNER_TEMP: join(folder, 'missing') },
    inputs: { image: `docker-archive:${path}` },
  })
  expect(run.outputs).toMatchObject({ result: 'refused', 'reason-code': 'push-failed' })
  expect(run.errors[0]).toContain('RUNNER_TEMP')
})

describe('a step that is killed in the middle of a push', () => {
  testHere('leaves a folder, which the post step removes, and nothing else', async () => {
    const temporary = mkdtempSync(join(folder, 'temporary-'))
    const path = join(folder, 'killed.tar')
    await writeDockerArchive(path, [await layerWith('index.html', 'killed')], { compressed: true })
    let kill: () => void = () => undefined
    const gateway = await startGateway(registry?.address ?? '', ({ method, url }) => {
      if (method === 'POST' && url.includes('/uploads/')) kill()
      return undefined
    })
    const before: string[] = []
    await runBundle({
      scenario: 'update',
      switches: { ...registry?.switches, registryAddress: gateway.address },
      inputs: { image: `docker-archive:${path}` },
      env: { RUNNER_TEMP: temporary },
      during: (process) => {
        kill = () => process.kill('SIGKILL')
      },
      afterwards: async (_, post) => {
        mkdirSync(join(temporary, 'lightsail-deploy-of-others'))
        before.push(...readdirSync(temporary))
        await post()
      },
    }).finally(() => gateway.stop())
    expect(before).toHaveLength(2)
    expect(readdirSync(temporary)).toEqual(['lightsail-deploy-of-others'])
  })
})
