import type { Request } from '../../src/lightsail/inputs/request-types.ts'
import type { Container, DeploymentSpec, HealthCheck } from '../../src/lightsail/model/deployment.ts'
import { healthCheckDefaults } from '../../src/lightsail/model/deployment.ts'
import type { Deployment, Service } from '../../src/lightsail/model/service.ts'
import type { StartedDeployment } from '../../src/lightsail/rollout/started.ts'
import { type HttpClient, NetworkError } from '../../src/net/http.ts'
import type { Target, TargetTypes } from '../../src/rollout/contract/target.ts'
import type { Clock } from '../../src/runtime/clock.ts'
import type { Log } from '../../src/runtime/log.ts'

/** A small shop, its services and its runs: what the tables of this folder are about. */

export function container(differing: Partial<Container> = {}): Container {
  return {
    image: 'ghcr.io/acme/shop:1',
    command: [],
    environment: {},
    ports: {},
    ...differing,
  }
}

export function publicAt(
  containerName: string,
  containerPort: number,
  healthCheck: Partial<HealthCheck> = {},
) {
  return { containerName, containerPort, healthCheck: { ...healthCheckDefaults, ...healthCheck } }
}

export const web: DeploymentSpec = {
  containers: { app: container({ ports: { 8080: 'HTTP' } }) },
  publicEndpoint: publicAt('app', 8080),
}

export function deployment(version: number, state: string, spec: DeploymentSpec = web): Deployment {
  return {
    version,
    state,
    spec,
    createdAt: 1_000_000 + version,
  }
}

export function service(differing: Partial<Service> = {}): Service {
  return {
    name: 'shop',
    arn: 'arn:aws:lightsail:eu-central-1:123456789012:ContainerService/1',
    createdAt: 1_000_000,
    state: 'RUNNING',
    detail: undefined,
    isDisabled: false,
    power: 'nano',
    scale: 1,
    url: 'https://shop.abc123.eu-central-1.cs.amazonlightsail.com/',
    tags: {},
    publicDomainNames: {},
    ecrRole: { isActive: false, principalArn: '' },
    privateDomainName: 'shop.service.local',
    principalArn: '',
    current: undefined,
    next: undefined,
    ...differing,
  }
}

/** Version 18 is ours; 17 served when it was started. */
export function started(differing: Partial<StartedDeployment> = {}): StartedDeployment {
  return {
    serviceName: 'shop',
    version: 18,
    spec: web,
    previous: deployment(17, 'ACTIVE'),
    created: false,
    service: service(),
    createdAt: 1_000_018,
    ...differing,
  }
}

export function request(differing: Partial<Request> = {}): Request {
  return {
    mode: 'deploy',
    serviceName: 'shop',
    region: 'eu-central-1',
    deployment: { image: 'ghcr.io/acme/shop:2' },
    service: {},
    createService: true,
    forceNewDeployment: false,
    checkImage: true,
    rollbackTo: 'last-good',
    maxMonthlyCost: undefined,
    verification: undefined,
    push: 'auto',
    imageLabel: undefined,
    keepImages: undefined,
    exportTo: '.',
    cluster: undefined,
    reporting: { token: undefined, comment: true, deployment: false, environment: undefined },
    options: {
      planOnly: false,
      rollbackOnFailure: false,
      ifInProgress: 'wait',
      onTimeout: 'leave',
      onCancel: 'leave',
      waitForStability: true,
      budgetMs: 60_000,
      pollMs: undefined,
      maxRetries: 3,
    },
    preview: undefined,
    runSource: undefined,
    allowOlderCommit: false,
    allowFork: false,
    trackCommit: true,
    warnings: [],
    notices: [],
    ...differing,
  }
}

/** A virtual clock: sleeping advances it and is recorded; timeouts end only when a test triggers them. */
export function sleeper(onSleep: () => void = () => undefined) {
  let now = 0
  const alarms = new Set<AbortController>()
  const sleeps: number[] = []
  const clock: Clock = {
    now: () => now,
    sleep: async (ms) => {
      sleeps.push(ms)
      now += ms
      onSleep()
    },
    alarm: () => {
      const alarm = new AbortController()
      alarms.add(alarm)
      return alarm.signal
    },
    random: () => 0.999,
  }
  return {
    clock,
    sleeps,
    ring: () => {
      for (const alarm of alarms) alarm.abort(new DOMException('time ran out', 'TimeoutError'))
    },
    advance: (ms: number) => {
      now += ms
    },
  }
}

export function recorder() {
  const lines: string[] = []
  const log: Log = {
    line: (text) => lines.push(text),
    notice: (text) => lines.push(`notice: ${text}`),
    warning: (text) => lines.push(`warning: ${text}`),
    startGroup: (title) => lines.push(`> ${title}`),
    endGroup: () => undefined,
  }
  return { log, lines }
}

/** For runs that ask no public URL. */
export const noNetwork: HttpClient = {
  request: async () => {
    throw new NetworkError('refused', 'there is no network')
  },
  close: () => undefined,
}

interface PlainTypes extends TargetTypes {
  readonly observed: string
  readonly step: string
  readonly started: string
  readonly snapshot: string
}

export type PlainTarget = Target<PlainTypes>

/** A target whose every write starts something that never ends; tests give it other parts. */
export const plainTarget: PlainTarget = {
  labels: {
    subject: 'shop',
    title: 'Deploy',
    progressive: 'deploying',
    outlook: 'the deployment may still succeed',
  },
  observe: async () => 'seen',
  plan: () => ({ kind: 'apply', changes: [], notices: [], titleNote: '', step: 'deploy' }),
  apply: async () => ({ kind: 'started', started: 'sent' }),
  findAccepted: async () => undefined,
  poll: async () => 'seen',
  status: () => ({ kind: 'progressing', phase: 'x', pollOften: false }),
  describe: () => ({
    name: 'version 2',
    accepted: 'accepted',
    outlook: 'the deployment may still succeed',
  }),
  handle: (started) => started,
  serverTime: () => 0,
  diagnostics: () => ({
    poll: async () => ({ events: [], lines: [], unavailable: [] }),
    diagnose: async () => undefined,
  }),
  summarize: () => ({ outputs: {}, rows: [], console: { text: 'Console', url: '' }, closing: '' }),
}
