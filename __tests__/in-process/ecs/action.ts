import { expect } from '@jest/globals'
import { parse } from 'yaml'
import type { SimulatorOptions } from '../../../simulator/wire/server.ts'
import { ecs } from '../../../src/ecs/provider.ts'
import { read } from '../../contract/markdown.ts'
import { type ActionRun, type Given, runAction, underTest } from '../action.ts'

/**
 * The ECS action in this process: the service `shop` on `prod` gets another image, unless a situation says otherwise. A poll every 15 s
 * sees all that lasts; what is over sooner takes the 5 s that are usual.
 */

const ofEcs = underTest(ecs, {
  cluster: 'prod',
  service: 'shop',
  image: 'ghcr.io/acme/shop:9a8b7c',
  'poll-interval-seconds': '15',
  'check-image': 'false',
})

/** The inputs of a first service, which needs to be told what it is. */
export const whole = {
  'task-definition-arn': 'web',
  image: '',
  subnets: 'subnet-0a1b2c3d',
  'launch-type': 'FARGATE',
}

type EcsSituation = Given & NonNullable<SimulatorOptions['ecs']> & { readonly secondsPerCall?: number }

/** One run, and what the simulator was called for. */
export async function runEcs({
  scenario = 'shop-on-ecs',
  switches,
  faults,
  outcomes,
  ...given
}: EcsSituation = {}): Promise<ActionRun> {
  const situation = {
    scenario,
    ...(switches && { switches }),
    ...(faults && { faults }),
    ...(outcomes && { outcomes }),
  }
  return await runAction({ secondsPerCall: 0, ...given, ecs: situation }, ofEcs)
}

/** `success · deployment-active`. */
export function ending({ outputs }: ActionRun): string {
  return `${outputs['result']} · ${outputs['reason-code']}`
}

const names = Object.keys(parse(read('ecs/action.yml')).outputs)

/** What holds for every end: all outputs are there, green and red are told apart, and a red one has a reason and a fix. */
export function expectTold(run: ActionRun, expected: string): void {
  expect(ending(run)).toBe(expected)
  expect(Object.keys(run.outputs)).toEqual(expect.arrayContaining(names))
  const isGreen = /^(?:success|unchanged|planned|started|deleted|reported) /.test(expected)
  expect(run.exitCode).toBe(isGreen ? 0 : 1)
  expect(run.errors.length === 0).toBe(isGreen)
  if (!isGreen) expect(run.errors[0]).toContain(run.outputs['reason'])
  if (!isGreen) expect(run.errors[0]).toMatch(/\n {2}Fix {7}\S/)
}

/** The writes among the calls: what changed something. */
export function writes({ operations }: ActionRun): string[] {
  return operations.filter((operation) => !/^(?:Describe|List|Get)|\.BatchGetImage$/.test(operation))
}
