import { runTasks } from '../docker/ecs-tasks.ts'
import { runDeployments, undeterminedOutcome } from '../docker/lightsail-deployments.ts'
import type { DockerOptions } from '../docker/options.ts'
import { createAccount as createEcsAccount, type Account as EcsAccount } from '../ecs/account.ts'
import type { Switches as EcsSwitches } from '../ecs/behaviour-options.ts'
import type { Outcome as EcsOutcome, OutcomeName as EcsOutcomeName } from '../ecs/outcomes/index.ts'
import { observedOutcome } from '../ecs/outcomes/observation.ts'
import { type Scenario as EcsScenario, scenarioNamed as ecsScenarioNamed } from '../ecs/scenarios/index.ts'
import { type Account, createAccount } from '../lightsail/account.ts'
import type { Switches } from '../lightsail/behaviour-options.ts'
import type { Outcome, OutcomeName } from '../lightsail/outcomes.ts'
import { type Scenario, scenarioNamed } from '../lightsail/scenarios/index.ts'
import { type SimulatorClock, scaledClock } from './clock.ts'
import { type EcsFault, ecsServices } from './ecs.ts'
import type { Fault } from './faults.ts'
import { listen } from './http.ts'
import { createProtocol, type RecordedCall } from './protocol.ts'

export interface SimulatorOptions {
  /** Real time unless given. */
  readonly clock?: SimulatorClock
  /** A name from scenarios.ts or one of your own; `empty-account` unless given. */
  readonly scenario?: string | Scenario
  /** `eu-central-1` unless given. */
  readonly region?: string
  /** On top of the scenario's. */
  readonly switches?: Partial<Switches>
  /** On top of the scenario's. */
  readonly faults?: readonly Fault[]
  /** Instead of the scenario's. */
  readonly outcomes?: readonly (OutcomeName | Outcome)[]
  /** Any free port unless given. */
  readonly port?: number
  readonly onCall?: (call: RecordedCall) => void
  /** Containers of new deployments run for real, with the docker command. */
  readonly docker?: DockerOptions
  /** ECS and CloudWatch Logs of the same account, which are always there. */
  readonly ecs?: EcsOptions
}

export interface EcsOptions {
  /** A name from ecs/scenarios or one of your own; `empty-account` unless given. */
  readonly scenario?: string | EcsScenario
  /** On top of the scenario's. */
  readonly switches?: Partial<EcsSwitches>
  /** On top of the scenario's. */
  readonly faults?: readonly EcsFault[]
  /** Instead of the scenario's. */
  readonly outcomes?: readonly (EcsOutcomeName | EcsOutcome)[]
}

export interface Simulator {
  /** `http://127.0.0.1:PORT` */
  readonly url: string
  readonly account: Account
  readonly clock: SimulatorClock
  readonly calls: RecordedCall[]
  /** May be added to and emptied while it runs. */
  readonly faults: Fault[]
  readonly ecs: {
    readonly account: EcsAccount
    /** May be added to and emptied while it runs. */
    readonly faults: EcsFault[]
  }
  /** What to export so that SDKs, CLI and Terraform find it; the credentials are not checked. */
  readonly env: Record<string, string>
  /** Ends at once, whatever connections are open. */
  close(): Promise<void>
}

/** Starts Lightsail, ECS and CloudWatch Logs on one port of loopback. Rejects with RangeError for an unknown scenario, and when the port is taken. */
export async function startSimulator(options: SimulatorOptions = {}): Promise<Simulator> {
  const { clock = scaledClock(1), region = 'eu-central-1' } = options
  const scenario =
    typeof options.scenario === 'object'
      ? options.scenario
      : scenarioNamed(options.scenario ?? 'empty-account')
  const account = createAccount({
    clock,
    region,
    switches: { ...scenario.switches, ...options.switches },
    outcomes: options.outcomes ?? (options.docker ? [] : (scenario.outcomes ?? [])),
    ...(options.docker && { otherwise: undeterminedOutcome }),
  })
  scenario.arrange(account)
  const faults = [...(scenario.faults ?? []), ...(options.faults ?? [])]
  const ecs = arrangedEcs(options.ecs ?? {}, clock, region)
  if (options.docker) ecs.account.otherwise = observedOutcome
  const protocol = createProtocol({
    account,
    others: ecs.services,
    onRequest: () => clock.onRequest(),
    faults,
    events: scenario.events ?? [],
    ...(options.onCall && { onCall: options.onCall }),
  })

  const containers = options.docker && {
    deployments: runDeployments(account, options.docker),
    tasks: runTasks(ecs.account, options.docker),
  }
  const { port, close } = await listen({
    account,
    ecs: ecs.account,
    clock,
    protocol,
    containers,
    port: options.port ?? 0,
  })
  const url = `http://127.0.0.1:${port}`
  if (account.switches.urlTemplate === 'loopback')
    account.switches = { ...account.switches, urlTemplate: `${url}/at/{service}/` }
  const { calls } = protocol
  return { url, account, clock, calls, faults, ecs, env: environment(url, region), close }
}

function arrangedEcs(options: EcsOptions, clock: SimulatorClock, region: string) {
  const scenario =
    typeof options.scenario === 'object'
      ? options.scenario
      : ecsScenarioNamed(options.scenario ?? 'empty-account')
  const account = createEcsAccount({
    clock,
    region,
    switches: { ...scenario.switches, ...options.switches },
    outcomes: options.outcomes ?? scenario.outcomes ?? [],
  })
  scenario.arrange(account)
  const faults = [...(scenario.faults ?? []), ...(options.faults ?? [])]
  return { account, faults, services: ecsServices({ account, faults, events: scenario.events ?? [] }) }
}

/** botocore (and so the AWS CLI) reads AWS_DEFAULT_REGION, the JavaScript SDK reads AWS_REGION. */
function environment(url: string, region: string): Record<string, string> {
  return {
    AWS_ENDPOINT_URL: url,
    AWS_ACCESS_KEY_ID: 'AKIASIMULATOR0000000',
    AWS_SECRET_ACCESS_KEY: 'not-checked-by-the-simulator',
    AWS_REGION: region,
    AWS_DEFAULT_REGION: region,
  }
}
