import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { runAction } from '../../src/action/run-action.ts'
import { crateProvider } from '../support/crate-provider.ts'
import type { Shelf } from '../support/crates.ts'
import { pullRequestRun } from '../support/github/runs.ts'
import { startGitHub } from '../support/github/server.ts'
import { recordingRunner } from './recorder.ts'
import { runTime } from './time.ts'

export function emptyShelf(isSettled: Shelf['isSettled'] = (look) => look > 2): Shelf {
  return {
    crates: new Map(),
    isSettled,
  }
}

/** Where steps of an action for crates run: on a pull request, with a GitHub of its own. */
export async function openCrateStage() {
  const github = await startGitHub()
  const workspace = mkdtempSync(join(tmpdir(), 'third-target-'))
  /** A main step, or with what one left its post step; it ends at once where it is killed. */
  const step = async (
    shelf: Shelf,
    {
      inputs = {},
      left,
      killed,
      signal = new AbortController().signal,
    }: {
      inputs?: Readonly<Record<string, string>>
      left?: Readonly<Record<string, string>>
      /** Never ends unless the step is killed. */
      killed?: readonly [Promise<void>]
      /** The job's cancellation. */
      signal?: AbortSignal
    } = {},
  ) => {
    const { env, files = {} } = pullRequestRun(github)
    for (const [path, text] of Object.entries(files)) writeFileSync(join(workspace, path), text)
    const written = { crate: 'apples', content: 'two dozen', ...inputs }
    const variables = Object.entries(written).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text])
    const environment = { ...env, ...Object.fromEntries(variables) }
    const { runner, recorded } = recordingRunner(environment, workspace)
    const state: Record<string, string> = {}
    const time = runTime({ secondsPerCall: 0 })
    const io = {
      ...{ runner, environment, clock: time.clock, signal, isPostStep: left !== undefined },
      saveState: (name: string, text: string) => {
        state[name] = text
      },
      getState: (name: string) => left?.[name] ?? '',
      exit: () => undefined,
    }
    const run = () => runAction(crateProvider(shelf), io)
    await time.within(
      () => Promise.race([run(), ...(killed ?? [])]),
      () => undefined,
    )
    return { ...recorded, state: { ...state } }
  }

  return {
    github,
    step,
    /** What stands on the pull request. */
    comments: () => (github.comments.get(7) ?? []).map(({ body }) => body ?? ''),
    /** The states of the first deployment at GitHub, in their order. */
    course: () =>
      (github.statuses.get(github.deployments[0]?.id ?? 0) ?? []).map(({ state }) => state).reverse(),
    close: async () => {
      rmSync(workspace, { recursive: true, force: true })
      await github.close()
    },
  }
}
