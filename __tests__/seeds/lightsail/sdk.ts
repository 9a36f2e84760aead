import { clientSettings } from '../../../src/aws/client-settings.ts'
import { createLightsailApi } from '../../../src/lightsail/api/client.ts'
import type { Network } from '../machinery/network.ts'
import { createTimeline } from '../machinery/scheduler.ts'

/** The real SDK as the product sets it up, but for its way to the wire. */
export const sdkSettings = (requestHandler: Network['requestHandler']) => ({
  ...clientSettings({
    service: 'LIGHTSAIL',
    region: 'eu-central-1',
    userAgent: 'simulation/1',
    requestHandler,
    environment: {},
  }),
  ...quick,
})

/**
 * Settings of the SDK that save time where nobody checks a signature and nobody reads its own log, and those that it
 * would look up in files otherwise.
 */
const quick = {
  // Not one of AWS: of the images of a drawn world no registry is asked, as none of them is on loopback.
  endpoint: 'https://lightsail.eu-central-1.simulation.test',
  useDualstackEndpoint: false,
  useFipsEndpoint: false,
  defaultsMode: 'standard' as const,
  retryMode: 'standard',
  userAgentAppId: '',
  authSchemePreference: [],
  credentials: { accessKeyId: 'AKIASIMULATION', secretAccessKey: 'none' },
  signer: { sign: async <Request>(request: Request) => request },
  logger: {} as never,
  cacheMiddleware: true,
  streamCollector: async (stream: Uint8Array) => stream,
}

/** The SDK loads parts of itself with its first call, in real time: that must not happen within a run. */
export const sdkIsLoaded: Promise<unknown> = createLightsailApi({
  settings: sdkSettings({
    handle: async () => ({
      response: { statusCode: 200, headers: {}, body: new TextEncoder().encode('{"containerServices":[]}') },
    }),
    destroy: () => undefined,
  }),
  clock: createTimeline(),
  signal: new AbortController().signal,
  clean: (text) => text,
}).getService('shop')
