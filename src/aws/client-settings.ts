import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * Settings of the SDK's clients: no retries of their own, and explicit values for what the SDK would otherwise look up, where its
 * rules would find the same.
 */
export function clientSettings<Handler>({
  service,
  region,
  userAgent,
  requestHandler,
  environment,
}: {
  /** The service's suffix of environment variables such as `AWS_ENDPOINT_URL_LIGHTSAIL`: `LIGHTSAIL`. */
  readonly service: string
  readonly region: string
  readonly userAgent: string
  readonly requestHandler: Handler
  /** Environment variables of this process, which the SDK reads as well. */
  readonly environment: Environment
}) {
  return {
    region,
    customUserAgent: userAgent,
    maxAttempts: 1,
    retryMode: 'standard',
    defaultsMode: 'legacy' as const,
    userAgentAppId: environment['AWS_SDK_UA_APP_ID'] ?? '',
    authSchemePreference: [],
    requestHandler,
    // STS is called through the handler of the client that needs credentials; SSO only through one that is passed to it.
    clientConfig: { requestHandler },
    ...(!hasFiles(environment) && withoutFiles(environment, service)),
  }
}

/** Without configuration files only the environment counts: nothing needs to be read. */
function withoutFiles(environment: Environment, service: string) {
  return {
    ...(!environment['AWS_USE_FIPS_ENDPOINT'] && { useFipsEndpoint: false }),
    ...(!environment['AWS_DISABLE_CLOCK_SKEW_CORRECTION'] && { disableClockSkewCorrection: false }),
    ...(!environment['AWS_USE_DUALSTACK_ENDPOINT'] && { useDualstackEndpoint: false }),
    ...(!environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] && endpointOf(environment, service)),
  }
}

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
function endpointOf(environment: Environment, service: string) {
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL']
  return endpoint ? { endpoint } : { ignoreConfiguredEndpointUrls: true }
}

/** Whether there are files of the AWS CLI: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
function hasFiles(environment: Environment): boolean {
  const { HOME, USERPROFILE, HOMEDRIVE = '', HOMEPATH } = environment
  const homes = [HOME, USERPROFILE, HOMEPATH && `${HOMEDRIVE}${HOMEPATH}`, homedir()]
  return [
    environment['AWS_CONFIG_FILE'],
    environment['AWS_SHARED_CREDENTIALS_FILE'],
    ...homes.flatMap((home) =>
      home ? [join(home, '.aws', 'config'), join(home, '.aws', 'credentials')] : [],
    ),
  ].some((path) => path && existsSync(path))
}
