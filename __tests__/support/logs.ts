import { readdirSync, readFileSync } from 'node:fs'
import { basename, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import type { AnalyzedLine } from '../../src/diagnosis/log-analysis.ts'
import type { AnalyzedDeployment } from '../../src/lightsail/diagnosis/analysis.ts'
import { diagnose } from '../../src/lightsail/diagnosis/diagnose.ts'
import type { DeploymentSpec } from '../../src/lightsail/model/deployment.ts'
import { container, publicAt, service } from './shop.ts'

/** Logs of containers, as rules look at them. */

const folder = fileURLToPath(new URL('../fixtures/logs/', import.meta.url))

export const fixtureNames = readdirSync(folder).map((name) => basename(name, '.txt'))

/** The lines of a fixture, `0:45  [deployment:18] Started 1 new node`, behind the comment that names its source. */
export function fixture(name: string, from = 'app'): AnalyzedLine[] {
  return readFileSync(join(folder, `${name}.txt`), 'utf8')
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'))
    .map((line) => {
      const [, time = '', minutes, seconds, text = ''] = /^((\d+):(\d+)) {2}(.*)$/.exec(line) ?? []
      return said(text, from, { time, at: (Number(minutes) * 60 + Number(seconds)) * 1000 })
    })
}

/** One line, of the container or of Lightsail. */
export function said(text: string, from = 'app', { time = '', at = 0 } = {}): AnalyzedLine {
  const [, what] =
    /^(?:\[deployment:\d+\] )?((?:Creating your|Started \d+ new|Reached a|Finalizing|Took too|Canceled).*)$/.exec(
      text,
    ) ?? []
  const shown = `${from}${time && ` ${time} `} "${text}"`
  return { container: from, text: what ?? text, shown, isPlatform: what !== undefined, at }
}

/** The app at its port, healthy at /healthz only if it says 200. */
export function atPort(port: number, healthCheck = {}): DeploymentSpec {
  return {
    containers: { app: container({ ports: { [port]: 'HTTP' } }) },
    publicEndpoint: publicAt('app', port, { path: '/healthz', successCodes: '200-299', ...healthCheck }),
  }
}

/** Two containers, the public one and a worker. */
export const withWorker: DeploymentSpec = {
  ...atPort(8080),
  containers: {
    app: container({ ports: { 8080: 'HTTP' } }),
    worker: container({ image: 'ghcr.io/acme/worker:1' }),
  },
}

export function findings(
  lines: readonly AnalyzedLine[],
  differing: Partial<AnalyzedDeployment> = {},
): AnalyzedDeployment {
  return {
    spec: atPort(8080),
    service: service({ arn: 'arn:aws:lightsail:eu-central-1:123456789012:ContainerService/1' }),
    lines,
    unavailable: [],
    isOver: true,
    ...differing,
  }
}

/** What a log that is over tells. */
export function causeIn(lines: readonly AnalyzedLine[], differing: Partial<AnalyzedDeployment> = {}) {
  return diagnose(findings(lines, differing))
}
