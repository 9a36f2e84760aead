import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../ecs/account.ts'
import type { ContainerDefinition, ContainerOverride, TaskDefinitionContent } from '../ecs/api-types.ts'
import type { TaskLife } from '../ecs/lifecycle/state.ts'
import type { Observation } from '../ecs/outcomes/observation.ts'
import type { TaskOutcome } from '../ecs/outcomes/outcome.ts'
import { answeringTasks } from '../ecs/public-endpoint.ts'
import type { View } from '../ecs/requests/context.ts'
import { standaloneTask, stateOf } from '../ecs/views/lookup.ts'
import { createContainerRunner, type Exit, newRunning, type Running } from './container-runner.ts'
import { forward } from './door.ts'
import { containersOf, firstLine, portsOf } from './ecs-containers.ts'
import { checksOf } from './ecs-health.ts'
import type { DockerOptions } from './options.ts'
import { watchHealth } from './task-health.ts'

/**
 * Runs tasks for real, with the docker command, each in containers of its own: pulls, starts, checks health, serves, keeps the
 * output. The lifecycle stays what it is; of a task here it knows what its containers have shown so far.
 */
export interface RunningTasks {
  /** Starts what is new and stops what is over; called as requests arrive. */
  tend(): void
  /** Lets a task of a service answer; false if none of ours serves. */
  answer(
    service: { readonly cluster: string; readonly service: string },
    incoming: IncomingMessage,
    outgoing: ServerResponse,
  ): boolean
  close(): void
}

/** A task to run, and what whoever started it wants of it. */
interface Work {
  readonly task: TaskLife
  readonly overrides: readonly ContainerOverride[]
  /** Undefined where nothing checks the task: it belongs to no service. */
  readonly graceSeconds: number | undefined
}

/** Real seconds between SIGTERM and SIGKILL for the other containers of a task that ends. */
const STOP_SECONDS = 2

/** Runs the tasks of an account in real containers, as far as they have no scripted outcome. */
export function runTasks(
  account: Account,
  { speed, environment: env = process.env }: DockerOptions,
): RunningTasks {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-tasks-'))
  const runner = createContainerRunner({ folder, env })
  const all = new Map<string, Running>()
  const { records } = account
  const viewNow = (): View => ({ records, at: account.now(), switches: account.switches })

  const run = async ({ task, overrides, graceSeconds }: Work, running: Running) => {
    const definition = records.taskDefinitions.find(
      ({ arn }) => arn === task.revision.taskDefinition,
    )?.content
    if (definition === undefined) return
    const seen: Observation = { lines: new Map(), exits: new Map() }
    records.observations.ofTask.set(task.id, seen)
    const observe = (members: Partial<Observation>) => {
      Object.assign(seen, members)
      records.observations.count += 1
    }
    const end = (culprit: string, outcome: TaskOutcome) => {
      if (seen.end === undefined && !running.isOver) observe({ end: { at: account.now(), culprit, outcome } })
    }
    let isEnding = false
    const ended = async (name: string, exit: Exit) => {
      if (running.isOver) return
      seen.exits.set(name, { at: account.now(), exitCode: exit.exitCode })
      if (isEnding || !isEssential(definition, name)) return
      isEnding = true
      if (seen.runningAt === undefined) observe({ runningAt: account.now() })
      await runner.terminate(running, STOP_SECONDS)
      await Promise.all(running.spoken)
      end(name, exited(exit))
    }

    for (const { name, image } of definition.containerDefinitions) {
      const complaint = await runner.pull(image)
      if (complaint !== undefined) return end(name, notPulled(complaint))
    }
    if (running.isOver) return
    observe({ pulledAt: account.now() })
    let refusal: { readonly name: string; readonly complaint: string } | undefined
    await runner.start(running, containersOf(definition, overrides), {
      line: (name, message) => {
        const lines = seen.lines.get(name) ?? []
        seen.lines.set(name, [...lines, { at: account.now(), message }])
      },
      refused: (name, complaint) => {
        refusal ??= { name, complaint }
      },
      ended: (name, exit) => void ended(name, exit),
    })
    if (running.isOver || isEnding) return
    if (refusal !== undefined) {
      runner.remove(running)
      return end(refusal.name, notStarted(refusal.complaint))
    }
    observe({ runningAt: account.now() })
    for (const port of portsOf(definition, task.revision)) await runner.open(running, port)
    if (graceSeconds === undefined) return
    const checks = checksOf({ task, definition, running, runner, account, graceSeconds, end })
    const isOver = () => running.isOver || isEnding || seen.end !== undefined
    await watchHealth(checks, { speed, now: () => account.now(), isOver })
    const settled = checks.length === 0 ? account.switches.settleSeconds * 1000 : 0
    if (!isOver()) observe({ healthyAt: account.now() + settled })
  }

  return {
    tend: () => {
      const view = viewNow()
      const living = new Set<string>()
      for (const work of worksIn(view)) {
        const { id, pendingAt, stop, observed } = work.task
        if (observed === undefined || (stop && stop.executionStoppedAt <= view.at)) continue
        living.add(id)
        if (all.has(id) || stop !== undefined || pendingAt > view.at) continue
        const running = newRunning()
        all.set(id, running)
        void run(work, running)
      }
      for (const [id, running] of all) if (!living.has(id) && !running.isOver) runner.stop(running)
    },
    answer: (service, incoming, outgoing) => {
      const tasks = answeringTasks(service, viewNow())
      const [door] = tasks.flatMap(({ id }) => [...(all.get(id)?.doors.values() ?? [])])
      if (door === undefined) return false
      const path = (incoming.url ?? '/').replace(`/ecs/${service.cluster}/${service.service}`, '') || '/'
      forward(door, { path, incoming, outgoing })
      return true
    },
    close: () => {
      for (const running of all.values()) if (!running.isOver) runner.stop(running)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

function worksIn(view: View): readonly Work[] {
  const ofServices = view.records.services.flatMap((record) => {
    const state = stateOf(record, view)
    const graceSeconds = state?.settings.healthCheckGracePeriodSeconds ?? 0
    return (state?.tasks ?? []).map((task): Work => ({ task, overrides: [], graceSeconds }))
  })
  const alone = view.records.tasks.flatMap((record): Work[] => {
    const task = standaloneTask(record, view)
    return task ? [{ task, overrides: record.overrides, graceSeconds: undefined }] : []
  })
  return [...ofServices, ...alone]
}

function isEssential({ containerDefinitions }: TaskDefinitionContent, name: string): boolean {
  return (
    containerDefinitions.find((container: ContainerDefinition) => container.name === name)?.essential !==
    false
  )
}

function exited({ exitCode, isOutOfMemory }: Exit): TaskOutcome {
  const containerReason = 'OutOfMemoryError: Container killed due to memory usage'
  return {
    kind: 'exits',
    afterSeconds: 0,
    exitCode,
    ...(isOutOfMemory && { containerReason }),
    says: () => [],
  }
}

function notPulled(complaint: string): TaskOutcome {
  const reason = () => `CannotPullContainerError: ${firstLine(complaint)}`
  return { kind: 'fails-to-start', afterSeconds: 0, reason, isToldAsPlacement: true }
}

function notStarted(complaint: string): TaskOutcome {
  const reason = () => `CannotStartContainerError: ${firstLine(complaint)}`
  return { kind: 'fails-to-start', afterSeconds: 0, reason, isToldAsPlacement: false }
}
