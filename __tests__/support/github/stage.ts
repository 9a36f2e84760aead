import type { ContainerService } from '../../../simulator/lightsail/api-types.ts'
import type { Simulator } from '../../../simulator/wire/server.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import { type ActionRun, type Given, openWorld, type Surroundings } from '../../in-process/action.ts'
import { pullRequestRun, pushRun, type RunFacts } from './runs.ts'
import { type GitHubOptions, type GitHubServer, startGitHub } from './server.ts'

/** A simulated Lightsail and GitHub for several runs in a row. */
export interface Stage {
  readonly simulator: Simulator
  readonly github: GitHubServer
  /** A run for an event of the pull request 7 of acme/shop, or of the one that the facts name. */
  preview(facts: RunFacts, inputs?: Readonly<Record<string, string>>): Promise<ActionRun>
  /** A run for a push or a schedule. */
  push(facts: RunFacts, inputs?: Readonly<Record<string, string>>): Promise<ActionRun>
  /** Any other run. Its calls are its own, as those of all runs here. */
  run(given: Given): Promise<ActionRun>
  services(): readonly ContainerService[]
  service(name: string): ContainerService | undefined
  tagsOf(name: string): Readonly<Record<string, string>>
  close(): Promise<void>
}

/** What every run of the stage says beside its own inputs. */
const usual = { 'wait-for-minutes': '5' }

export async function setStage(lightsail: Surroundings = {}, onGitHub: GitHubOptions = {}): Promise<Stage> {
  const world = await openWorld(lightsail)
  const { simulator } = world
  const github = await startGitHub({ pulls: [pull(7, 'a'.repeat(40))], ...onGitHub })
  const run = async (given: Given) => {
    const before = simulator.calls.length
    const ended = await world.run(given)
    const calls = simulator.calls.slice(before)
    return { ...ended, calls, operations: calls.map(({ operation }) => operation) }
  }
  const asUsual = (given: Given, inputs: Given['inputs']) =>
    run({ ...given, inputs: { ...usual, ...inputs } })
  const services = () => simulator.account.call('GetContainerServices').containerServices
  const service = (name: string) => services().find((one) => one.containerServiceName === name)
  return {
    simulator,
    github,
    preview: (facts, inputs = {}) =>
      asUsual(pullRequestRun(github, facts), {
        preview: 'true',
        'comment-on-pr': 'false',
        'container-port': '8080',
        ...inputs,
      }),
    push: (facts, inputs = {}) => asUsual(pushRun(github, facts), inputs),
    run,
    services,
    service,
    tagsOf: (name) =>
      Object.fromEntries((service(name)?.tags ?? []).map(({ key, value }) => [key, value ?? ''])),
    close: async () => {
      await world.close()
      await github.close()
    },
  }
}

export function pull(number: number, sha: string, state: 'open' | 'closed' = 'open') {
  return {
    number,
    state,
    closed_at: null,
    head: { sha },
  }
}

/** Makes a preview of shop as a run of acme/shop would have, for a scenario or an event. */
export function previewTags(number: number, differing: Readonly<Record<string, string>> = {}) {
  return Object.entries({
    [tagKeys.base]: 'shop',
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.pullRequest]: String(number),
    [tagKeys.commit]: 'c'.repeat(40),
    [tagKeys.version]: '1',
    [tagKeys.run]: '1',
    [tagKeys.expires]: '2099-01-01T00:00:00.000Z',
    ...differing,
  }).map(([key, value]) => ({ key, value }))
}
