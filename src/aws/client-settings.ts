import { existsSync } from 'node:fs'
import { homedir } from 'node:os'
import { join } from 'node:path'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * The SDK's clients as we use them: without retries of their own, and with every value written that the SDK would look
 * up otherwise, as far as its own rules would find the same.
 */
export const clientSettings = <Handler>({
  service,
  region,
  userAgent,
  requestHandler,
  environment,
}: {
  /** As the names of the environment end with it, such as `LIGHTSAIL`. */
  readonly service: string
  readonly region: string
  readonly userAgent: string
  readonly requestHandler: Handler
  /** Of this process, where the SDK looks, too. */
  readonly environment: Environment
}) => ({
  region,
  customUserAgent: userAgent,
  maxAttempts: 1,
  retryMode: 'standard',
  defaultsMode: 'legacy' as const,
  userAgentAppId: environment['AWS_SDK_UA_APP_ID'] ?? '',
  authSchemePreference: [],
  requestHandler,
  // STS is asked through the handler of the client that wants credentials; SSO only through one that it is given itself.
  clientConfig: { requestHandler },
  ...(!hasFiles(environment) && withoutFiles(environment, service)),
})

/** What is not in the environment is nowhere: nothing needs to be read. */
const withoutFiles = (environment: Environment, service: string) => ({
  ...(!environment['AWS_USE_FIPS_ENDPOINT'] && { useFipsEndpoint: false }),
  ...(!environment['AWS_USE_DUALSTACK_ENDPOINT'] && { useDualstackEndpoint: false }),
  ...(!environment['AWS_IGNORE_CONFIGURED_ENDPOINT_URLS'] && endpointOf(environment, service)),
})

/** https://docs.aws.amazon.com/sdkref/latest/guide/feature-ss-endpoints.html */
const endpointOf = (environment: Environment, service: string) => {
  const endpoint = environment[`AWS_ENDPOINT_URL_${service}`] || environment['AWS_ENDPOINT_URL']
  return endpoint ? { endpoint } : { ignoreConfiguredEndpointUrls: true }
}

/** Whether there are files of the AWS CLI: https://docs.aws.amazon.com/sdkref/latest/guide/file-location.html */
const hasFiles = (environment: Environment): boolean => {
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
