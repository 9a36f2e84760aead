import { isLoopbackHost } from '../net/loopback.ts'

/** Where the requests of one client go. */
export interface ServiceEndpoint {
  /** Such as `https://lightsail.eu-central-1.amazonaws.com`. */
  readonly address: string
  /** False for simulators, emulators and whatever else AWS_ENDPOINT_URL names. */
  readonly isAws: boolean
  /** Plain HTTP to another machine: everybody on the way can read what is sent. */
  readonly isInTheClear: boolean
}

/** Domains of any partition of AWS, with its endpoints of other kinds. */
const domainsOfAws = /(?:^|\.)(?:amazonaws\.(?:com|com\.cn|eu)|api\.aws|api\.amazonwebservices\.com\.cn)$/i

/** The endpoint of a request of the SDK, as its middleware sees it. */
export function endpointOf(request: unknown): ServiceEndpoint {
  const {
    protocol = 'https:',
    hostname = '',
    port,
  } = (request ?? {}) as {
    protocol?: string
    hostname?: string
    port?: number
  }
  const host = port === undefined ? hostname : `${hostname}:${port}`
  const isAws = domainsOfAws.test(hostname)
  return {
    address: `${protocol}//${host}`,
    isAws,
    isInTheClear: protocol === 'http:' && !isLoopbackHost(hostname),
  }
}
