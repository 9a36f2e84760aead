import type { Switches } from '../../../../simulator/ecs/behaviour-options.ts'
import type { Outcome } from '../../../../simulator/ecs/outcomes/outcome.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { type Cancel, drawCancel } from '../../machinery/around/cancellation.ts'
import { drawPrivateRegistry, type PrivateRegistry } from '../../machinery/around/private-registry.ts'
import { drawWeb, type Web } from '../../machinery/around/public-web.ts'
import { ourValues } from '../../machinery/around/secret-canaries.ts'
import type { Inputs } from '../../machinery/inputs.ts'
import type { Chance } from '../../machinery/prng.ts'
import { type Arrangement, arrangementNamed, arrangementNames } from '../configurations.ts'
import { ourImages } from '../task-definitions.ts'
import { drawWeather, type Weather } from './faults.ts'
import { drawFiles, type Files } from './files.ts'
import { drawInputs } from './inputs.ts'
import { type DrawnLogs, drawLogs, flooding } from './logs.ts'
import { drawOrigin, type Origin } from './origin.ts'
import { drawOthers, type Others } from './other-actors.ts'
import { drawOutcomes } from './outcomes.ts'
import { withRaces } from './races.ts'
import { drawSwitches } from './switches.ts'
import { drawTask } from './task.ts'

/** One drawn world: what is there, what goes wrong, who else is at it, and what is asked of the action. */
export interface Situation {
  readonly arrangement: Arrangement
  readonly arrangementName: string
  readonly inputs: Inputs
  readonly files: Files
  readonly origin: Origin
  readonly switches: Partial<Switches>
  readonly outcomes: readonly Outcome[]
  readonly weather: Weather
  /** What is the matter with the containers' logs. */
  readonly logs: DrawnLogs['trouble']
  readonly registry: PrivateRegistry
  readonly others: Others
  readonly web: Web
  /** How far the runner's clock is ahead of ECS's; milliseconds. */
  readonly skewMs: number
  readonly cancel: Cancel | undefined
}

export function drawSituation(chance: Chance, start: number): Situation {
  const arrangementName = chance.one(arrangementNames)
  const arrangement = arrangementNamed(arrangementName)
  const inputs = drawInputs(chance, { arrangement: arrangementName, ...arrangement })
  const drawn = withTask(chance, {
    ...{ arrangementName, arrangement, inputs },
    files: drawFiles(chance),
    origin: drawOrigin(chance),
    switches: { ...drawSwitches(chance), ...arrangement.switches, ...drawView(chance, arrangementName) },
    outcomes: drawOutcomes(chance, arrangementName),
    weather: drawWeather(chance, start, { inputs }),
    others: drawOthers(chance, start, arrangement.service),
    web: drawWeb(chance),
    skewMs: chance.percent(30) ? chance.whole(-280, 280) * 1000 : 0,
    cancel: chance.percent(12) ? drawCancel(chance) : undefined,
    logs: 'none',
    registry: { kind: 'nobody' },
  })
  return withRegistry(chance, withLogs(chance, withRaces(chance, drawn)))
}

function withTask(chance: Chance, situation: Situation): Situation {
  const { weather } = situation
  const { inputs, outcomes, faults, switches, sentences } = drawTask(chance, situation.inputs)
  return {
    ...situation,
    inputs,
    switches: { ...situation.switches, ...switches },
    outcomes: [...outcomes, ...situation.outcomes],
    weather: {
      ...weather,
      faults: [
        ...(inputs['environment-variables'] ? weather.faults : weather.faults.map(unquoting)),
        ...faults,
      ],
      sentences: [...weather.sentences, ...sentences],
    },
  }
}

/** What a run does not send is not quoted either. */
function unquoting(fault: EcsFault): EcsFault {
  const { effect } = fault
  if (effect.kind !== 'error') return fault
  return { ...fault, effect: { ...effect, message: effect.message.replaceAll(ourValues.TOKEN, 'nothing') } }
}

/** Where the same image runs already, or somebody deploys it, it stays where it is. */
function withRegistry(chance: Chance, situation: Situation): Situation {
  if (/ours|what we ask/.test(situation.arrangementName)) return situation
  return { ...situation, ...drawPrivateRegistry(chance, situation.inputs, ourImages.tagged) }
}

function withLogs(chance: Chance, situation: Situation): Situation {
  const { weather, outcomes } = situation
  const { trouble, faults, sentences } = drawLogs(chance)
  return {
    ...situation,
    logs: trouble,
    outcomes: trouble === 'flood' ? outcomes.map(flooding) : outcomes,
    weather: {
      ...weather,
      faults: [...weather.faults, ...faults],
      sentences: [...weather.sentences, ...sentences],
    },
  }
}

/** Where ECS tells no state of a rollout, nothing but the counts is left to those who may not ask further. */
function drawView(chance: Chance, arrangement: string): Partial<Switches> {
  const isBlind = arrangement === 'classic-load-balancer' && chance.percent(70)
  return isBlind ? { serviceDeploymentCalls: 'unknown-operation' } : {}
}

/** The situation in words, for whoever replays one seed. */
export function told(situation: Situation): string[] {
  const { inputs, files, weather, others, skewMs, cancel } = situation
  return [
    `There is: ${situation.arrangementName}`,
    `It comes from: ${situation.origin.sentence}`,
    ...Object.entries(inputs).map(([name, text]) => `  ${name}: ${text}`),
    ...(inputs['service-definition'] ? [`File: ${files.strategy}, ${JSON.stringify(files.members)}`] : []),
    `Switches: ${JSON.stringify(situation.switches)}`,
    `Outcomes: ${situation.outcomes.map(({ name }) => name).join(', ')}`,
    ...weather.sentences.map((sentence) => `Fault: ${sentence}`),
    ...(situation.registry.kind === 'nobody' ? [] : [`ECR: ${situation.registry.kind}`]),
    ...others.sentences.map((sentence) => `Others: ${sentence}`),
    `Web: ${situation.web.sentence}`,
    ...(skewMs === 0 ? [] : [`The runner's clock is ${skewMs / 1000} s ahead`]),
    ...(cancel ? [`Cancelled: ${JSON.stringify(cancel)}`] : []),
  ]
}
