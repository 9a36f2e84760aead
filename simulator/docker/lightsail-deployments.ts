import { mkdtempSync, rmSync } from 'node:fs'
import type { IncomingMessage, ServerResponse } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Account } from '../lightsail/account.ts'
import { currentDeployment } from '../lightsail/lifecycle.ts'
import type { Outcome } from '../lightsail/outcomes.ts'
import type { DeploymentRecord, LogEvent, ServiceRecord } from '../lightsail/records.ts'
import { serviceRecordAt } from '../lightsail/views.ts'
import { pause } from '../wire/clock.ts'
import { createContainerRunner, type Listener, newRunning, type Running } from './container-runner.ts'
import { type Door, forward, isHealthy } from './door.ts'
import type { DockerOptions } from './options.ts'

/**
 * Runs deployments for real, with the docker command: pulls, starts, checks health, serves, keeps the output. The
 * lifecycle stays what it is; a deployment here has no outcome until its containers have shown it.
 */
export interface RunningDeployments {
  /** Starts what is new and stops what is over; called as requests arrive. */
  tend(): void
  /** Lets the container of a service answer; false if none of ours serves. */
  answer(service: string, incoming: IncomingMessage, outgoing: ServerResponse): boolean
  close(): void
}

/** A deployment whose end is not known yet is treated as one that never ends. */
export const undeterminedOutcome: Outcome = {
  name: 'runs-for-real',
  sentence: 'ends as its containers do',
  kind: 'never',
  seconds: { creating: Number.POSITIVE_INFINITY, checking: 0, activating: 0 },
  story: [],
}

/** Seconds that containers that stay up get to become healthy, and how often its containers are started (docs/lightsail-facts.md §2.5, §2.6). */
const PATIENCE_SECONDS = 400
const STARTS = 3
const ACTIVATING_SECONDS = 9
/** Real milliseconds for the rest of the output of containers that have ended. */
const LAST_WORDS_MS = 1_000
/** Without a public endpoint nothing is asked; staying up for so long is enough. */
const STEADY_SECONDS = 20

/** Runs the deployments of an account in real containers, from now on. */
export function runDeployments(
  account: Account,
  { speed, environment: env = process.env }: DockerOptions,
): RunningDeployments {
  const folder = mkdtempSync(join(tmpdir(), 'simulated-containers-'))
  const all = new Map<string, Running>()
  const keyOf = (record: ServiceRecord, version: number) => `${record.arn} ${version}`
  const note = (deployment: DeploymentRecord, container: string, message: string) => {
    deployment.output?.get(container)?.push({ at: Math.floor(account.now() / 1000) * 1000, message })
  }

  const runner = createContainerRunner({ folder, env })
  const { isDown, remove, stop } = runner

  /** What an image is called on this machine; stored ones come from the registry that was given. */
  const pulled = async (record: ServiceRecord, image: string): Promise<string | undefined> => {
    const {
      registryAddress: address = '',
      registryUsername,
      registryPassword: password = '',
    } = account.switches
    const stored = record.images.find((candidate) => candidate.image === image)
    const name = stored === undefined ? image : `${address}/sr@${stored.digest}`
    const complaint = await runner.pull(name, stored && { address, username: registryUsername, password })
    return complaint === undefined ? name : undefined
  }

  const start = async (
    running: Running,
    deployment: DeploymentRecord,
    images: ReadonlyMap<string, string>,
  ) => {
    const listener: Listener = {
      line: (container, text) => note(deployment, container, text),
      refused: (container, complaint) => note(deployment, container, complaint),
    }
    const containers = Object.entries(deployment.containers).map(([name, { command, environment }]) => ({
      name,
      image: images.get(name) ?? '',
      command,
      environment,
    }))
    await runner.start(running, containers, listener)
    if (deployment.publicEndpoint) await runner.open(running, deployment.publicEndpoint.containerPort)
  }

  const announce = (deployment: DeploymentRecord, line: string, isBare = false) => {
    const message = isBare ? line : `[deployment:${deployment.version}] ${line}`
    for (const name of Object.keys(deployment.containers)) note(deployment, name, message)
  }

  const run = async (record: ServiceRecord, version: number, running: Running) => {
    const at = record.deployments.findIndex((candidate) => candidate.version === version)
    const begun = record.deployments[at]
    if (begun === undefined) return
    const output = new Map(Object.keys(begun.containers).map((name): [string, LogEvent[]] => [name, []]))
    const deployment: DeploymentRecord = { ...begun, output }
    const elapsed = () => (account.now() - begun.startsAt) / 1000
    const becomes = (kind: Outcome['kind'], seconds: Outcome['seconds']) => {
      record.deployments[at] = { ...deployment, outcome: { ...undeterminedOutcome, kind, seconds } }
    }
    const gaveUp = () => {
      becomes('failed', {
        creating: Math.min(1, elapsed()),
        checking: Math.max(0, elapsed() - 1),
        activating: 0,
      })
      stop(running)
    }
    becomes('never', undeterminedOutcome.seconds)
    announce(deployment, 'Creating your deployment')
    const images = new Map<string, string>()
    for (const [name, { image }] of Object.entries(deployment.containers)) {
      const found = await pulled(record, image)
      if (found !== undefined) images.set(name, found)
    }
    const isComplete = images.size === Object.keys(deployment.containers).length
    let starts = 0
    let healthy = 0
    const creating = elapsed()
    becomes('never', { creating, checking: Number.POSITIVE_INFINITY, activating: 0 })
    const check = deployment.publicEndpoint?.healthCheck
    for (let upSince = elapsed(); !running.isOver; ) {
      if (await isDown(running)) {
        if (running.isOver) return
        // Containers that still run write on: they are not waited for.
        await Promise.race([Promise.all(running.spoken.splice(0)), pause(LAST_WORDS_MS)])
        remove(running)
        if (starts === STARTS) {
          announce(deployment, 'Canceled', true)
          return gaveUp()
        }
        starts++
        healthy = 0
        announce(deployment, 'Started 1 new node')
        if (isComplete) await start(running, deployment, images)
        upSince = elapsed()
      }
      await pause(((check?.intervalSeconds ?? 5) * 1000) / speed)
      if (check) healthy = (await isHealthy(doorOf(running), check)) ? healthy + 1 : 0
      else if (!(await isDown(running)) && elapsed() - upSince > STEADY_SECONDS)
        healthy = Number.POSITIVE_INFINITY
      if (healthy >= (check?.healthyThreshold ?? 1)) {
        announce(deployment, 'Reached a steady state')
        announce(deployment, 'Finalizing your deployment')
        return becomes('active', { creating, checking: elapsed() - creating, activating: ACTIVATING_SECONDS })
      }
      if (elapsed() - upSince > PATIENCE_SECONDS) {
        announce(deployment, 'Took too long')
        return gaveUp()
      }
    }
  }

  return {
    tend: () => {
      const now = account.now()
      for (const record of account.records.services) {
        const isThere = serviceRecordAt(account.records, record.name, now) === record
        const current = currentDeployment(record, now)
        for (const { version, startsAt, outcome } of record.deployments) {
          const key = keyOf(record, version)
          const running = all.get(key)
          if (running === undefined && outcome === undeterminedOutcome && startsAt <= now) {
            const fresh = newRunning()
            all.set(key, fresh)
            void run(record, version, fresh)
          } else if (running && !running.isOver && (!isThere || version < (current?.version ?? 0))) {
            stop(running)
          }
        }
      }
    },
    answer: (service, incoming, outgoing) => {
      const record = serviceRecordAt(account.records, service, account.now())
      const current = record && currentDeployment(record, account.now())
      const running = record && current && all.get(keyOf(record, current.version))
      const door = running && doorOf(running)
      if (door === undefined) return false
      forward(door, { path: (incoming.url ?? '/').replace(`/at/${service}`, '') || '/', incoming, outgoing })
      return true
    },
    close: () => {
      for (const running of all.values()) stop(running)
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Its public endpoint is the only one. */
function doorOf({ doors }: Running): Door | undefined {
  return [...doors.values()][0]
}
