import { findOutcome, type OutcomeName, outcomes } from '../../../../simulator/ecs/outcomes/index.ts'
import type { Outcome, Scene, TaskOutcome } from '../../../../simulator/ecs/outcomes/outcome.ts'
import type { Chance } from '../../machinery/prng.ts'

const names = Object.keys(outcomes) as [OutcomeName, ...OutcomeName[]]

/** What becomes of the next rollouts, in order. */
export function drawOutcomes(chance: Chance, arrangement: string): Outcome[] {
  return [55, 60, 100].map((success) => talkative(findOutcome(drawName(chance, arrangement, success))))
}

function drawName(chance: Chance, arrangement: string, success: number): OutcomeName {
  if (chance.percent(/without rollback|hook|alarms/.test(arrangement) ? success / 2 : success))
    return 'succeeds'
  if (/alarm|canary/.test(arrangement) && chance.percent(60)) return 'alarm'
  if (/hook/.test(arrangement) && chance.percent(90)) return chance.one(['hook-fails', 'hook-times-out'])
  return chance.percent(30)
    ? chance.one(['crashes', 'elb-404', 'flaps', 'rollback-fails'])
    : chance.one(names)
}

/** The same outcome of an app that prints its environment as it starts: value by value, line by line, and as JSON. */
export function talkative(outcome: Outcome): Outcome {
  return { ...outcome, task: (ordinal) => speaking(outcome.task(ordinal)) }
}

function speaking(task: TaskOutcome): TaskOutcome {
  if (!('says' in task)) return task
  const { says } = task
  return { ...task, says: (scene: Scene) => [...(says?.(scene) ?? []), ...environmentOf(scene)] }
}

function environmentOf({ environment }: Scene): readonly string[] {
  return [
    ...Object.entries(environment).flatMap(([name, value]) => `${name}=${value}`.split('\n')),
    `Error: bad configuration ${JSON.stringify(environment)}`,
  ]
}
