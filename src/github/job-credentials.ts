/** Variables in which a job holds credentials: for AWS, GitHub, registries and proxies. */

const credentials =
  /^(?:AWS_(?:ACCESS_KEY_ID|SECRET_ACCESS_KEY|SESSION_TOKEN|SECURITY_TOKEN|CONTAINER_AUTHORIZATION_TOKEN|BEARER_TOKEN_\w+)|ACTIONS_(?:RUNTIME_TOKEN|ID_TOKEN_REQUEST_TOKEN|CACHE_SERVICE_TOKEN)|(?:INPUT_)?(?:GITHUB|GH)[-_](?:ENTERPRISE_)?TOKEN|GITHUB_PAT|NPM_TOKEN|NODE_AUTH_TOKEN|DOCKER_AUTH_CONFIG|DOCKER(?:HUB)?_(?:PASSWORD|TOKEN)|REGISTRY_PASSWORD|CR_PAT)$/i

const proxies = /^(?:HTTPS?|ALL|FTP|SOCKS)_PROXY$/i

/** User info may hold an @ itself: the last one before the path ends it. */
const userInfo = /^(?:[a-z][a-z\d+.-]*:\/\/)?([^\s/?#]+)@/i

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}

function userInfoOf(url: string): string[] {
  const info = userInfo.exec(url.trim())?.[1]
  if (info === undefined) return []
  const colon = info.indexOf(':')
  const parts = colon < 0 ? [info] : [info, info.slice(0, colon), info.slice(colon + 1)]
  return parts.flatMap((part) => [part, decoded(part)])
}

/** Every credential in the environment of the job; none of them may be shown. */
export function jobCredentials(environment: Readonly<Record<string, string | undefined>>): string[] {
  return Object.entries(environment).flatMap(([name, value = '']) => {
    if (credentials.test(name)) return [value]
    return proxies.test(name) ? userInfoOf(value) : []
  })
}
