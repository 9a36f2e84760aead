import { copyFileSync, mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, test } from '@jest/globals'
import { day } from '../../simulator/lightsail/scenarios/shop.ts'
import { layerWith, ociImage, writeOciArchive } from '../support/docker/archives.ts'
import { setMachine } from '../support/docker/machine.ts'
import { pullRequestRun, pushRun } from '../support/github/runs.ts'
import { setStage } from '../support/github/stage.ts'
import { commit, type Recipe, recipeFiles, recipes } from '../support/recipes.ts'
import type { ActionRun } from './action.ts'

/** Every step that people copy runs as it is written, on an empty account and on one in which `shop` runs. */

const { registry, engine, folder, build } = await setMachine()

type Account = 'empty-account' | 'update'

/** What the documents say of a step that does not simply deploy. */
function expected({ path, inputs }: Recipe, account: Account): string {
  const isEmpty = account === 'empty-account'
  switch (inputs['mode']) {
    case 'plan':
      return 'planned'
    case 'cleanup':
      return 'reported'
    case 'delete':
      return isEmpty ? 'unchanged' : 'deleted'
    case 'export':
      return isEmpty ? 'refused' : 'reported'
    case 'rollback':
      return isEmpty ? 'refused' : 'success'
    default:
      // A restart needs something that runs.
      return isEmpty && inputs['force-new-deployment'] && path.endsWith('verify-and-roll-back.md')
        ? 'refused'
        : 'success'
  }
}

const archive = join(folder, 'image.tar')
beforeAll(async () => {
  await writeOciArchive(archive, [ociImage([await layerWith('index.html', 'hello')])])
  engine?.docker('tag', build(), `shop:${commit}`)
})

async function start({ inputs, event = 'push' }: Recipe, account: Account): Promise<ActionRun> {
  const switches = { ...registry?.switches, urlTemplate: 'loopback' }
  const stage = await setStage({ scenario: account, switches })
  try {
    const { account: there } = stage.simulator
    // Steps 1 and 2 of the guide: created, and issued since.
    const certificate = {
      certificateName: 'shop-example-com',
      domainName: 'shop.example.com',
      subjectAlternativeNames: ['www.example.com'],
    }
    there.call('CreateCertificate', certificate, { at: there.now() - day })
    const told =
      event === 'pull_request'
        ? pullRequestRun(stage.github, { action: 'opened' })
        : pushRun(stage.github, { event })
    return await stage.run({
      env: { ...told.env, ...engine?.env, HOME: folder },
      files: { ...told.files, ...recipeFiles },
      prepare: (workspace) => {
        copyFileSync(archive, join(workspace, 'image.tar'))
        mkdirSync(join(workspace, 'ecs'))
      },
      inputs: {
        ...{ 'service-name': '', image: '' },
        ...(inputs['mode'] === 'export' && { 'poll-interval-seconds': '' }),
        ...inputs,
      },
    })
  } finally {
    await stage.close()
  }
}

describe.each<Account>(['empty-account', 'update'])('%s', (account) => {
  test.each(recipes.map((recipe) => [recipe.path, JSON.stringify(recipe.inputs), recipe] as const))(
    '%s %s',
    async (_path, _inputs, recipe) => {
      const isArchive = recipe.inputs['image']?.startsWith('oci-archive:')
      // Without a registry there is nothing to push to.
      if (isArchive && registry === undefined) return
      const run = await start(recipe, account)
      const { result, url } = run.outputs
      expect([result, run.errors]).toEqual([
        expected(recipe, account),
        result === 'refused' ? [expect.anything()] : [],
      ])
      const isPublic = result === 'success' && recipe.inputs['public-endpoint'] !== 'none'
      if (isPublic && (recipe.inputs['image'] || account === 'update')) expect(url).toMatch(/^https?:/)
      if (recipe.inputs['image']?.startsWith('shop:') && engine)
        expect(run.outputs['image']).toMatch(/^:shop/)
    },
  )
})
