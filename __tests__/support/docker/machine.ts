import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, test } from '@jest/globals'
import { startEngine, startRegistry } from '../../../scripts/machine.js'

/** A real registry and a folder for one test file; `testHere` skips where the machine has no registry. */
export async function setRegistry() {
  const registry = await startRegistry()
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-push-'))
  afterAll(async () => {
    await registry?.stop()
    rmSync(folder, { recursive: true, force: true })
  })
  return { registry, folder, testHere: registry ? test : test.skip }
}

/** The same, with a real container engine. */
export async function setMachine() {
  const { registry, folder } = await setRegistry()
  const engine = await startEngine()
  afterAll(async () => void (await engine?.stop()))
  let turn = 0
  return {
    registry,
    engine,
    folder,
    testHere: registry && engine ? test : test.skip,
    /** Builds an image that nobody has built before, and gives its name. */
    build: (name = 'shop', extra = ''): string => {
      const image = `${name}:${++turn}`
      engine?.build(image, `FROM scratch\nCOPY busybox /bin/busybox\nENV TURN=${turn}\n${extra}`)
      return image
    },
  }
}
