import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { type BundleProcess, runBundle } from './bundle.ts'
import { startGrace } from './grace.ts'

test('the job is cancelled while a wrapper around docker pushes', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-docker-'))
  const image = JSON.stringify([{ Os: 'linux', Architecture: 'amd64', RootFS: { Layers: ['a'] } }])
  const script = `#!/bin/sh
case "$*" in
  *"image inspect"*) echo '${image}' ;;
  version*) echo '{"Client":{"ApiVersion":"1.47"},"Server":{"Arch":"amd64"}}' ;;
  *push*) kill -INT $PPID; sleep 40; true ;;
esac
`
  writeFileSync(join(folder, 'docker'), script)
  chmodSync(join(folder, 'docker'), 0o755)
  let child: BundleProcess | undefined
  let stop: () => void = () => undefined
  const run = await runBundle({
    scenario: 'update',
    env: { PATH: `${folder}:${process.env['PATH']}`, HOME: folder },
    inputs: { image: 'shop:1' },
    during: (process) => {
      child = process
    },
    onCall: ({ operation }) => {
      if (operation === 'CreateContainerServiceRegistryLogin' && child) stop = startGrace(child)
    },
  })
  stop()
  rmSync(folder, { recursive: true, force: true })
  expect(run).toMatchObject({ exitCode: 1, outputs: { result: 'cancelled' } })
})
