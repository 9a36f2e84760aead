import { watchContainerLogs } from '../../diagnosis/log-watcher.ts'
import type { Diagnostics } from '../../rollout/contract/diagnostics.ts'
import type { LightsailApi } from '../api/lightsail-api.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import { diagnose, fallbackCause } from './diagnose.ts'

/** Follows the logs of a deployment of Lightsail; `now` and `startedAt` are in milliseconds, by our own clock. */
export function watchDeployment({
  api,
  started,
  clean,
  now,
  startedAt,
}: {
  api: LightsailApi
  started: StartedDeployment
  clean(text: string): string
  now(): number
  startedAt: number
}): Diagnostics {
  const { serviceName, service, spec, version, createdAt } = started
  return watchContainerLogs({
    deployment: {
      ...{ version, spec, createdAt },
      readLog: (container, query) => api.getLog({ service: serviceName, container, ...query }),
      diagnose: (findings) => diagnose({ ...findings, spec, service }),
      unknownCause: (findings, verdict) => fallbackCause({ ...findings, spec, service }, verdict),
    },
    clean,
    now,
    startedAt,
  })
}
