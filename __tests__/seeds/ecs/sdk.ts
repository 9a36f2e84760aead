import { createEcsApi } from '../../../src/ecs/api/client.ts'
import type { Network } from '../machinery/around/network.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import { answering, sdkSettingsOf } from '../machinery/sdk.ts'

export function sdkSettings(requestHandler: Network['requestHandler']) {
  return sdkSettingsOf('ECS', requestHandler)
}

/** The SDK loads parts of itself with its first call, in real time: that must not happen within a run. */
export const sdkIsLoaded: Promise<unknown> = createEcsApi({
  settings: sdkSettings(answering({ services: [], failures: [{ reason: 'MISSING' }] })),
  clock: createTimeline(),
  signal: new AbortController().signal,
  clean: (text) => text,
}).getService({ cluster: 'prod', service: 'shop' })
