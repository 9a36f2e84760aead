import { createLightsailApi } from '../../../src/lightsail/api/client.ts'
import type { Network } from '../machinery/around/network.ts'
import { createTimeline } from '../machinery/scheduler.ts'
import { answering, ecrIsLoaded, sdkSettingsOf } from '../machinery/sdk.ts'

export function sdkSettings(requestHandler: Network['requestHandler']) {
  return sdkSettingsOf('LIGHTSAIL', requestHandler)
}

/** The SDK loads parts of itself with its first call, in real time: that must not happen within a run. */
const lightsailIsLoaded: Promise<unknown> = createLightsailApi({
  settings: sdkSettings(answering({ containerServices: [] })),
  clock: createTimeline(),
  signal: new AbortController().signal,
  clean: (text) => text,
}).getService('shop')

export const sdkIsLoaded: Promise<unknown> = Promise.all([lightsailIsLoaded, ecrIsLoaded])
