import { findOutcome } from '../../../../simulator/ecs/outcomes/index.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import type { Chance } from '../../machinery/prng.ts'
import { isFresh } from '../configurations.ts'
import type { Situation } from './generator.ts'
import { afterOurs } from './other-actors.ts'
import { talkative } from './outcomes.ts'

const noWeather = { faults: [], troubles: [], sentences: [] }
const noOthers = { events: [], faults: [], sentences: [] }

/** What rarely comes together by chance. Drawn last, so that all else stays what it was. */
export function withRaces(chance: Chance, situation: Situation): Situation {
  const races = [withLostCreation, withNewerBefore, withoutHope, withDeletion]
  return races.reduce((drawn, race) => race(chance, drawn), situation)
}

/** Somebody deletes the service under our rollout, and its tasks drain for long. */
function withDeletion(chance: Chance, situation: Situation): Situation {
  const { inputs, switches, arrangement } = situation
  if (!chance.percent(4) || inputs['mode'] !== undefined) return situation
  const deletion = afterOurs(arrangement.service, 'delete', { afterEnd: false, delay: 5_000 })
  return {
    ...situation,
    ...{ weather: noWeather, cancel: undefined },
    inputs: { ...inputs, 'wait-for-minutes': '10', 'poll-interval-seconds': '10' },
    switches: {
      ...switches,
      ...{ readLagSeconds: 0, pendingSeconds: 0, drainSeconds: 600, stopSeconds: 600 },
    },
    others: { events: [deletion.event], faults: [], sentences: [deletion.sentence] },
  }
}

/** Tasks fail on and on, and neither a breaker nor anybody else ends it. */
function withoutHope(chance: Chance, situation: Situation): Situation {
  if (situation.arrangementName !== 'no breaker' || !chance.percent(40)) return situation
  const { 'give-up-after-failed-tasks': _, 'circuit-breaker': __, ...inputs } = situation.inputs
  return {
    ...situation,
    ...{ weather: noWeather, others: noOthers, cancel: undefined },
    inputs: {
      ...inputs,
      'wait-for-minutes': '10',
      ...chance.one([{}, { 'give-up-after-failed-tasks': '5' }]),
    },
    switches: { ...situation.switches, readLagSeconds: 0, missingAfterCreateSeconds: 0 },
    outcomes: [talkative(findOutcome('crashes')), ...situation.outcomes],
  }
}

/** Somebody's rollout comes through before the end of ours is shown. */
function withNewerBefore(chance: Chance, situation: Situation): Situation {
  const { others, outcomes, arrangement, arrangementName, switches, inputs } = situation
  if (isFresh(arrangementName)) return situation
  if (!chance.percent(6) || !['deploy', 'rollback'].includes(inputs['mode'] ?? 'deploy')) return situation
  const act = chance.one(['deploy', 'deploy', 'deploy', 'deploy the same', 'deploy what crashes'])
  const newer = afterOurs(arrangement.service, act, { afterEnd: true, delay: chance.one([1, 500, 2_000]) })
  return {
    ...situation,
    switches: {
      ...switches,
      ...{ listLagSeconds: chance.whole(8, 28), readLagSeconds: 0, successBeforeDrain: true },
      ...{ pendingSeconds: 0, provisioningSeconds: 1, pullSeconds: 1, activatingSeconds: 0 },
      ...{ healthCheckSeconds: 1, settleSeconds: 0, stageSeconds: 0, drainSeconds: 0, stopSeconds: 0 },
    },
    outcomes: [talkative(findOutcome('succeeds')), ...outcomes],
    others: {
      ...others,
      events: [...others.events, newer.event],
      sentences: [...others.sentences, newer.sentence],
    },
  }
}

/** The answer to the first creation is lost. */
function withLostCreation(chance: Chance, situation: Situation): Situation {
  if (!isFresh(situation.arrangementName) || !chance.percent(25)) return situation
  const { weather } = situation
  const effect = chance.one<EcsFault['effect'] & { kind: 'drop' | 'throttle' }>([
    { kind: 'drop', when: 'before-acceptance' },
    { kind: 'drop', when: 'after-acceptance' },
    { kind: 'throttle' },
  ])
  const fault: EcsFault = { operation: 'CreateService', calls: 1, effect }
  const sentence = `CreateService call 1: ${JSON.stringify(effect)}`
  return {
    ...situation,
    weather: {
      ...weather,
      faults: [...weather.faults, fault],
      sentences: [...weather.sentences, sentence],
    },
  }
}
