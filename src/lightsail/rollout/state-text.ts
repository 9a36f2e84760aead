import type { PublicEndpoint } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'

/** State detail codes in words (docs/lightsail-facts.md §1.4). EVALUATING_HEALTH_CHECK is followed by the check itself. */
const codes: Readonly<Record<string, string>> = {
  CREATING_SYSTEM_RESOURCES: 'creating system resources',
  CREATING_NETWORK_INFRASTRUCTURE: 'creating the network',
  PROVISIONING_CERTIFICATE: 'provisioning the certificate for the default domain',
  PROVISIONING_SERVICE: 'provisioning the service',
  CREATING_DEPLOYMENT: 'creating the deployment',
  ACTIVATING_DEPLOYMENT: 'activating',
}

const states: Readonly<Record<string, string>> = {
  PENDING: 'creating the service',
  DEPLOYING: 'deploying',
  UPDATING: 'updating the service',
  DELETING: 'deleting the service',
}

/** `GET :8080/healthz every 5 s, 2 in a row`. */
export function healthCheckText({ containerPort, healthCheck }: PublicEndpoint): string {
  return `GET :${containerPort}${healthCheck.path} every ${healthCheck.intervalSeconds} s, ${healthCheck.healthyThreshold} in a row`
}

/** What the service is doing, as a phrase that follows "still" or "while". */
export function stateText(service: Service, endpoint: PublicEndpoint | undefined): string {
  const code = service.detail?.code
  if (code === 'EVALUATING_HEALTH_CHECK') {
    return endpoint ? `checking health: ${healthCheckText(endpoint)}` : 'checking that the containers stay up'
  }
  if (code !== undefined) return codes[code] ?? code.toLowerCase().replaceAll('_', ' ')
  return states[service.state] ?? `waiting (the service is ${service.state})`
}
