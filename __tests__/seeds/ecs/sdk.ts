import { createEcsApi } from '../../../src/ecs/api/client.ts'
import { createLogsApi } from '../../../src/ecs/api/logs-client.ts'
import type { Network } from '../machinery/around/network.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import { answering, ecrIsLoaded, sdkSettingsOf } from '../machinery/sdk.ts'

export function sdkSettings(requestHandler: Network['requestHandler']) {
  return sdkSettingsOf('ECS', requestHandler)
}

export function logsSettings(requestHandler: Network['requestHandler']) {
  return sdkSettingsOf('LOGS', requestHandler)
}

const alone = {
  clock: createTimeline(),
  signal: new AbortController().signal,
  clean: (text: string) => text,
}

/** The SDK loads parts of itself with its first call, in real time: that must not happen within a run. */
export const sdkIsLoaded: Promise<unknown> = Promise.all([
  ecrIsLoaded,
  createEcsApi({
    settings: sdkSettings(answering({ services: [], failures: [{ reason: 'MISSING' }] })),
    ...alone,
  }).getService({ cluster: 'prod', service: 'shop' }),
  createLogsApi({ settings: logsSettings(answering({ events: [] })), ...alone }).readStream(
    { group: '/ecs/web', stream: 'web/app/1' },
    { since: 0, page: undefined },
  ),
])
