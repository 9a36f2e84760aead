import { defaultSwitches } from '../../simulator/lightsail/behaviour-options.ts'
import { type ActionRun, runAction, type Situation } from './action.ts'

/** A run at the shop of the scenario `update` that deploys nothing by itself. */
export function runSettings(inputs: Situation['inputs'], situation: Situation = {}): Promise<ActionRun> {
  return runAction({ scenario: 'update', ...situation, inputs: { image: '', ...inputs } })
}

const { servingLagSeconds } = defaultSwitches

/** A run whose time passes only with its pauses, which have real length. */
export function runOnTime(situation: Situation): Promise<ActionRun> {
  return runAction({
    secondsPerCall: 0,
    secondsPerRequest: 0,
    ...situation,
    switches: { servingLagSeconds, ...situation.switches },
    inputs: { 'poll-interval-seconds': '', ...situation.inputs },
  })
}

/** How often a write was accepted. */
export function accepted({ calls }: ActionRun, operation: string): number {
  return calls.filter((call) => call.operation === operation && call.status === 200).length
}

/** The request of the call with that number, from 0. */
export function inputOf({ calls }: ActionRun, operation: string, turn = 0): unknown {
  return calls.filter((call) => call.operation === operation)[turn]?.input
}

/** Everything a person or another step can see of a run; masks are instructions to the runner, not text. */
export function visible({ log, outputs, summary }: ActionRun): string {
  return [log.replace(/^::add-mask::.*$/gm, ''), JSON.stringify(outputs), summary].join('\n')
}
