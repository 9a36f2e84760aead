/** nginx logs it when the client, here the load balancer, closed the connection before there was an answer. */
export const HUNG_UP = 499

/** How a target calls the parts of its health check. */
export interface HealthCheckTerms {
  /** What is asked for: `/healthz`. */
  readonly path: string
  /** Where it is set: `health-check-path`. */
  readonly pathName: string
  /** How this status becomes a healthy one: `health-check-success-codes: 200-399,404`. */
  accept(status: number): string
  /** How the check waits longer for its answer. */
  readonly waitLonger: string
  /** By what a rate limiter knows the check. */
  readonly client: string
}

export interface StatusMeaning {
  /** In brackets behind the status. */
  readonly what: string
  readonly fix: string
}

/** What the status of an answer to a health check says about its path, and what to do about it. `hasErrors`: the app logs some. */
export function statusMeaning(status: number, terms: HealthCheckTerms, hasErrors: boolean): StatusMeaning {
  const { path, pathName, client, waitLonger } = terms
  const widened = terms.accept(status)
  const noLogin = `set ${pathName} to a path that answers without a login, or make ${path} public`
  const correct = hasErrors
    ? `fix the error that the app logs, or set ${pathName} to a path that does not depend on it`
    : `find out why ${path} answers like this (request it locally), or set ${pathName} to a path with fewer dependencies`
  const meanings: Readonly<Record<number, StatusMeaning>> = {
    // The balancer uses the address as host, not a name.
    400: {
      what: 'it refuses the request',
      fix: `let the app answer ${path} for any host name: the health check uses the IP address`,
    },
    401: { what: 'it requires a login', fix: noLogin },
    403: { what: 'it is forbidden', fix: noLogin },
    404: {
      what: 'the path does not exist',
      fix: `set ${pathName} to a path that the app has, or add ${path} to the app`,
    },
    405: { what: 'it does not accept GET', fix: `set ${pathName} to a path that answers GET` },
    429: {
      what: 'a rate limiter',
      fix: `exempt the health check from the rate limiter: ${path}, or ${client}`,
    },
    [HUNG_UP]: { what: 'no answer in time', fix: `${waitLonger}, or make ${path} answer faster` },
    502: proxied,
    503: { what: 'it is not ready', fix: correct },
    504: proxied,
  }
  const known = meanings[status]
  if (known) return known
  if (status >= 500) return { what: 'an error in the app', fix: correct }
  if (status >= 300 && status < 400) {
    return { what: 'a redirect', fix: `set ${pathName} to the path that it redirects to, or ${widened}` }
  }
  return {
    what: 'an answer that does not count',
    fix: `${widened}, or set ${pathName} to a path that answers 200`,
  }
}

/** Containers that share a network have no names for each other (docs/lightsail-facts.md §7). */
const proxied: StatusMeaning = {
  what: 'a proxy that gets no answer from the app',
  fix: 'have the proxy connect to localhost: containers that are deployed together share one network and have no host names; or check whether the app behind it is up',
}
