import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { runBundle } from './bundle.ts'

test('the job is cancelled while a wrapper around docker pushes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-docker-'))
  const image = JSON.stringify([{ Os: 'linux', Architecture: 'amd64', RootFS: { Layers: ['a'] } }])
  const script = `#!/bin/sh
case "$*" in
  *"image inspect"*) echo '${image}' ;;
  version*) echo '{"Client":{"ApiVersion":"1.47"},"Server":{"Arch":"amd64"}}' ;;
  *push*) sleep 40; true ;;
esac
`
  writeFileSync(join(folder, 'docker'), script)
  chmodSync(join(folder, 'docker'), 0o755)
  const run = await runBundle({
    scenario: 'update',
    env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder },
    inputs: { image: 'shop:1' },
    during: ({ kill }, { calls }) => {
      const timer = setInterval(() => {
        if (!calls.some(({ operation }) => operation === 'CreateContainerServiceRegistryLogin')) return
        clearInterval(timer)
        for (const [at, signal] of [
          [1_500, 'SIGINT'],
          [9_000, 'SIGTERM'],
          [11_500, 'SIGKILL'],
        ] as const)
          setTimeout(kill, at, signal).unref()
      }, 20)
    },
  })
  rmSync(folder, { recursive: true, force: true })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled' } })
}, 60_000)
