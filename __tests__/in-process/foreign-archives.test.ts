import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Account } from '../../simulator/lightsail/account.ts'
import { layerWith, writeDockerArchive, writeTar } from '../support/docker/archives.ts'
import { setRegistry } from '../support/docker/machine.ts'
import { type ActionRun, runAction } from './action.ts'

const { registry, folder, testHere } = await setRegistry()

function inputOf({ calls }: ActionRun, operation: string) {
  return JSON.parse(JSON.stringify(calls.find((call) => call.operation === operation)?.input ?? {}))
}

testHere('what was deleted to make room is not taken for what is stored already', async () => {
  const path = join(folder, 'old.tar')
  await writeDockerArchive(path, [await layerWith('index.html', 'the old build')], { compressed: true })
  const inputs = { image: `docker-archive:${path}` }
  const switches = { ...registry?.switches }
  const { digest } = inputOf(
    await runAction({ scenario: 'update', switches, inputs }),
    'RegisterContainerImage',
  )
  const arrange = (account: Account) => {
    const hour = 3_600_000
    const start = account.now() - 500 * hour
    const call = (operation: Parameters<Account['call']>[0], input: object, hours: number) =>
      account.call(
        operation,
        { serviceName: 'shop', ...input },
        { at: start + hours * hour, outcome: 'succeeds' },
      )
    call('CreateContainerService', { power: 'nano', scale: 1 }, 0)
    for (let turn = 1; turn <= 146; turn++) {
      const own = turn === 3 ? digest : `sha256:${turn.toString(16).padStart(64, '0')}`
      call('RegisterContainerImage', { label: 'app', digest: own }, turn)
    }
    const containers = { app: { image: ':shop.app.146', ports: { '8080': 'HTTP' } } }
    const publicEndpoint = { containerName: 'app', containerPort: 8080 }
    call('CreateContainerServiceDeployment', { containers, publicEndpoint }, 200)
  }
  const run = await runAction({
    scenario: { name: 'full', sentence: 'shop stores 146 images', arrange },
    switches,
    inputs: { ...inputs, 'keep-images': '20' },
  })
  expect(run.log).toContain(':shop.app.3,')
  expect(run.outputs).toMatchObject({ result: 'success', image: ':shop.app.147' })
})

const evil = '\n::stop-commands::pwned\n::error::obeyed'
function json(content: unknown) {
  return Buffer.from(JSON.stringify(content))
}
test.each<[string, string, [string, Buffer][]]>([
  ['a name in the manifest', 'docker-archive', [['manifest.json', json([{ Config: evil, Layers: [] }])]]],
  [
    'a platform',
    'docker-archive',
    [
      ['manifest.json', json([{ Config: 'c', Layers: [] }])],
      ['c', json({ os: 'linux', architecture: `arm${evil}` })],
    ],
  ],
  ['text that is no JSON', 'oci-archive', [['index.json', Buffer.from('\n::stop-commands::x')]]],
  ['JSON of another shape', 'oci-archive', [['index.json', json({ manifests: [{ digest: 'x' }] })]]],
])('what an archive holds is text: %s', async (_, kind, entries) => {
  const path = join(folder, 'foreign.tar')
  await writeTar(path, entries)
  const run = await runAction({ scenario: 'update', inputs: { image: `${kind}:${path}` } })
  expect(run.outputs['result']).toBe('refused')
  expect(run.log).not.toMatch(/^\s*::(?:stop-commands|error::obeyed)/m)
  expect(run.outputs['reason']).not.toContain('\n')
})
