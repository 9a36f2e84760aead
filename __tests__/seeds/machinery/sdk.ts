import { clientSettings } from '../../../src/aws/client-settings.ts'
import { inspectEcrImage } from '../../../src/aws/ecr-registry.ts'
import type { Network } from './around/network.ts'
import { ECR_HOST } from './around/private-registry.ts'
import { answerOf } from './around/public-web.ts'

/** The real SDK as the product sets it up, but for its way to the wire. `service` is as `clientSettings` wants it. */
export function sdkSettingsOf(service: string, requestHandler: Network['requestHandler']) {
  return {
    ...clientSettings({
      service,
      region: 'eu-central-1',
      userAgent: 'simulation/1',
      requestHandler,
      environment: {},
    }),
    ...quick,
    // Not one of AWS: no registry is asked for the images of a drawn situation, as none of them is on loopback.
    endpoint: `https://${service.toLowerCase()}.eu-central-1.simulation.test`,
  }
}

/**
 * Settings of the SDK that save time where nobody checks a signature and nobody reads its own log, and those that it
 * would look up in files otherwise.
 */
const quick = {
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

/** Answers the one call with which the SDK loads parts of itself. */
export function answering(body: object): Network['requestHandler'] {
  return {
    handle: async () => ({
      response: { statusCode: 200, headers: {}, body: new TextEncoder().encode(JSON.stringify(body)) },
    }),
    destroy: () => undefined,
  }
}

/** The client of ECR is the product's own: it finds its credentials where every process does. */
process.env['AWS_ACCESS_KEY_ID'] ??= 'AKIASIMULATION'
process.env['AWS_SECRET_ACCESS_KEY'] ??= 'the-secret-key-of-the-simulation'

/** The same for ECR: parts of it are loaded with its first call, and the environment is looked at then. */
export const ecrIsLoaded: Promise<unknown> = inspectEcrImage(
  { registry: ECR_HOST, repository: 'acme/shop', reference: 'none' },
  { registryId: '123456789012', region: 'eu-central-1', repositoryName: 'acme/shop' },
  {
    http: {
      request: async () => answerOf(400, {}, '{"__type":"AccessDeniedException"}'),
      close: () => undefined,
    },
    ...{ userAgent: 'simulation/1', environment: {}, secrets: { add: () => undefined } },
    signal: new AbortController().signal,
  },
)
