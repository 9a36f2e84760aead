import { expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { read } from '../contract/markdown.ts'
import { runBundle } from './bundle.ts'

/** The action of the folder ecs as a runner starts it; what takes no process is tested in `in-process/ecs`. */

test('its files are those that ecs/action.yml names', () => {
  const { main, post } = parse(read('ecs/action.yml')).runs
  expect([main, post]).toEqual(['../dist/ecs.js', '../dist/ecs-post.js'])
})

test('registered another image, deployed and followed to its end', async () => {
  const run = await runBundle({ action: 'ecs', ecs: { scenario: 'shop-on-ecs' } })
  expect(run.outputs).toMatchObject({ result: 'success', 'reason-code': 'deployment-active' })
  expect(run.exitCode).toBe(0)
  expect(run.summary).toContain('web:20')
})

test('a rollback of ECS is red', async () => {
  const run = await runBundle({ action: 'ecs', ecs: { scenario: 'circuit-breaker' } })
  expect(run.outputs).toMatchObject({ result: 'rolled-back', 'reason-code': 'app-crashed' })
  expect(run.exitCode).toBe(1)
  expect(run.errors.join()).toContain('web:20 of shop was rolled back')
})

test('a run that was killed is told of by its post step', async () => {
  let post: { log: string; exitCode: number | null } | undefined
  await runBundle({
    action: 'ecs',
    ecs: { scenario: 'never-ends' },
    secondsPerCall: 0,
    during: (process, simulator) => {
      const started = simulator.calls.push.bind(simulator.calls)
      simulator.calls.push = (...calls) => {
        if (calls.some(({ operation }) => operation === 'DescribeServiceDeployments')) process.kill('SIGKILL')
        return started(...calls)
      }
    },
    afterwards: async (_, finish) => {
      post = await finish()
    },
  })
  expect(post?.exitCode).toBe(0)
  expect(post?.log).toContain('web:20 of shop was accepted and is still in progress')
})

test('a run that was killed while its task ran says how that task is, and that the service was not touched', async () => {
  let post: { log: string; exitCode: number | null } | undefined
  await runBundle({
    action: 'ecs',
    ecs: { scenario: 'shop-on-ecs', switches: { taskSeconds: 100_000 } },
    inputs: { 'run-task': 'true', 'wait-for-task-stopped': 'true' },
    secondsPerCall: 0,
    during: (process, simulator) => {
      const started = simulator.calls.push.bind(simulator.calls)
      simulator.calls.push = (...calls) => {
        if (calls.some(({ operation }) => operation === 'DescribeTasks')) process.kill('SIGKILL')
        return started(...calls)
      }
    },
    afterwards: async (_, finish) => {
      post = await finish()
    },
  })
  expect(post?.exitCode).toBe(0)
  expect(post?.log).toMatch(/the task \w{8} of web:20 .*; shop was not touched/)
})
