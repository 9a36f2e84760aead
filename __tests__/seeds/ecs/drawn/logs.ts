import type { Outcome, Scene } from '../../../../simulator/ecs/outcomes/outcome.ts'
import type { EcsFault } from '../../../../simulator/wire/ecs.ts'
import { complaints } from '../../machinery/around/flood.ts'
import type { Chance } from '../../machinery/prng.ts'

/** What is the matter with the containers' logs in CloudWatch, beside that lines come late. */
export interface DrawnLogs {
  readonly trouble: 'none' | 'flood' | 'denied' | 'no group' | 'throttled' | 'lost'
  readonly faults: readonly EcsFault[]
  readonly sentences: readonly string[]
}

const effects = {
  denied: { kind: 'access-denied' },
  'no group': {
    kind: 'error',
    type: 'ResourceNotFoundException',
    message: 'The specified log group does not exist.',
  },
  throttled: { kind: 'throttle' },
  lost: { kind: 'drop', when: 'before-acceptance' },
} as const

/** Drawn last, so that all else stays what it was. */
export function drawLogs(chance: Chance): DrawnLogs {
  if (chance.percent(88)) return { trouble: 'none', faults: [], sentences: [] }
  const trouble = chance.one(['flood', 'flood', 'denied', 'denied', 'no group', 'throttled', 'lost'] as const)
  const sentences = [`the containers' logs: ${trouble}`]
  if (trouble === 'flood') return { trouble, faults: [], sentences }
  const calls = trouble === 'denied' || trouble === 'no group' ? ('every' as const) : [1, chance.whole(2, 4)]
  return { trouble, faults: [{ operation: 'GetLogEvents', calls, effect: effects[trouble] }], sentences }
}

/** The same outcome of an app that does not stop complaining. */
export function flooding(outcome: Outcome): Outcome {
  return {
    ...outcome,
    task: (ordinal) => {
      const task = outcome.task(ordinal)
      if (task.kind !== 'runs' && !('says' in task)) return task
      const { says } = task
      return { ...task, says: (scene: Scene) => [...(says?.(scene) ?? ['Starting']), ...complaints] }
    },
  }
}
