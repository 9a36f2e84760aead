import type { Switches } from '../../../simulator/lightsail/behaviour-options.ts'
import { findOutcome } from '../../../simulator/lightsail/find-outcome.ts'
import { type Outcome, type OutcomeName, outcomes } from '../../../simulator/lightsail/outcomes.ts'
import { type Cancel, drawCancel } from '../machinery/around/cancellation.ts'
import { drawPrivateRegistry, type PrivateRegistry } from '../machinery/around/private-registry.ts'
import { drawWeb, type Web } from '../machinery/around/public-web.ts'
import type { Inputs } from '../machinery/inputs.ts'
import type { Chance } from '../machinery/prng.ts'
import { type Arrangement, arrangementNamed, arrangementNames, ourImages } from './configurations.ts'
import { drawInputs } from './drawn-inputs.ts'
import { drawWeather, type Weather } from './faults.ts'
import { drawOthers, type Others } from './other-actors.ts'
import { drawOrigin, type Origin } from './triggers.ts'
import { talkative } from './verbose-logs.ts'

/** One drawn situation: what exists, what goes wrong, who else changes it, and what is asked of the action. */
export interface Situation {
  readonly arrangement: Arrangement
  readonly arrangementName: string
  readonly inputs: Inputs
  readonly origin: Origin
  /** The service that the run is about. */
  readonly serviceName: string
  readonly switches: Partial<Switches>
  readonly outcomes: readonly Outcome[]
  readonly weather: Weather
  readonly registry: PrivateRegistry
  readonly others: Others
  /** Versions that failed their URL check before, as their distance from the newest one. */
  readonly bad: readonly number[]
  readonly web: Web
  /** How far the runner's clock is ahead of Lightsail's; milliseconds. */
  readonly skewMs: number
  readonly cancel: Cancel | undefined
}

const outcomeNames = Object.keys(outcomes) as [OutcomeName, ...OutcomeName[]]

export function drawSituation(chance: Chance, start: number): Situation {
  const arrangementName = arrangementNames[chance.whole(0, arrangementNames.length - 1)] ?? 'update'
  const arrangement = arrangementNamed(arrangementName)
  const asked = drawInputs(chance, arrangementName, arrangement.serviceName)
  const hasQuota = arrangementName !== 'quota-zero'
  const origin = drawOrigin(chance, { inputs: asked, serviceName: arrangement.serviceName, hasQuota })
  const { inputs, serviceName } = origin
  const switches = { ...drawSwitches(chance), ...arrangement.switches }
  const lags = (switches.readLagSeconds ?? 0) > 0
  const situation: Situation = {
    arrangementName,
    arrangement,
    inputs,
    origin,
    serviceName,
    switches,
    outcomes: [60, 60, 100].map((success) => talkative(drawOutcome(chance, success, lags))),
    weather: drawWeather(chance, start, { inputs, removes: origin.removes }),
    others: drawOthers(chance, start),
    bad: chance.percent(40) ? [0, 1, 2, 3].filter(() => chance.percent(40)) : [],
    web: drawWeb(chance),
    skewMs: chance.percent(30) ? chance.whole(-280, 280) * 1000 : 0,
    cancel: chance.percent(12) ? drawCancel(chance) : undefined,
    registry: { kind: 'nobody' },
  }
  // Where the same image runs already, or somebody deploys it, it stays where it is.
  const isElsewhere = /ours|what we ask/.test(arrangementName) || situation.others.sentences.length > 0
  return isElsewhere ? situation : { ...situation, ...drawPrivateRegistry(chance, inputs, ourImages.tagged) }
}

/** A deployment takes minutes (docs/lightsail-facts.md §2.5): one that has ended before any read shows it does not occur. */
function drawOutcome(chance: Chance, success: number, lags: boolean): Outcome {
  const name = chance.percent(success) ? 'succeeds' : chance.one(outcomeNames)
  return findOutcome(lags && name === 'succeeds-at-once' ? 'succeeds' : name)
}

function drawSwitches(chance: Chance): Partial<Switches> {
  return {
    readLagSeconds: chance.percent(20) ? chance.whole(1, 40) : 0,
    failedStaysInNextDeployment: chance.percent(20),
    createReplyShowsNextDeployment: chance.percent(70),
    pendingShowsNextDeployment: chance.percent(70),
    deployReplyShowsNextDeployment: chance.percent(85),
    deploymentOrder: chance.one(['newest-first', 'ascending']),
    detailCodes: chance.one(['all', 'skipped', 'repeated', 'absent']),
    disabledDeploymentState: chance.one(['ACTIVE', 'INACTIVE']),
    deleteWhileDeploying: chance.one(['rejected', 'accepted']),
    secondDelete: chance.one(['rejected', 'accepted']),
    unknownContainerLog: chance.one(['empty', 'not-found']),
    logLagSeconds: chance.whole(0, 200),
    logPageSize: chance.one([100, 100, 10_000, 20]),
    emptyLogPages: chance.whole(0, 2),
    canceledLineHasPrefix: chance.percent(50),
    servingLagSeconds: chance.whole(0, 60),
  }
}

/** The situation in words, for whoever replays one seed. */
export function told({
  arrangementName,
  origin,
  inputs,
  switches,
  outcomes,
  weather,
  others,
  bad,
  registry,
  web,
  skewMs,
  cancel,
}: Situation): string[] {
  return [
    `There is: ${arrangementName}`,
    `It comes from: ${origin.sentence}`,
    ...Object.entries(inputs).map(([name, text]) => `  ${name}: ${text}`),
    `Switches: ${JSON.stringify(switches)}`,
    `Outcomes: ${outcomes.map(({ name }) => name).join(', ')}`,
    ...weather.sentences.map((sentence) => `Fault: ${sentence}`),
    ...others.sentences.map((sentence) => `Others: ${sentence}`),
    ...(bad.length === 0 ? [] : [`Marked as bad: the newest but ${bad.join(', ')}`]),
    ...(registry.kind === 'nobody' ? [] : [`ECR: ${registry.kind}`]),
    `Web: ${web.sentence}`,
    ...(skewMs === 0 ? [] : [`The runner's clock is ${skewMs / 1000} s ahead`]),
    ...(cancel ? [`Cancelled: ${JSON.stringify(cancel)}`] : []),
  ]
}
