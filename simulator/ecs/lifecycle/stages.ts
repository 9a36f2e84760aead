import type { DeploymentConfiguration } from '../api-types.ts'
import type { Switches } from '../behaviour-options.ts'

/** One step of a rollout; `seconds` is how long it lasts where that does not depend on tasks or hooks. */
export interface Stage {
  readonly name: string
  readonly kind: 'timed' | 'hooks' | 'scale-up' | 'clean-up'
  readonly seconds: number
  readonly productionWeight?: number
  readonly testWeight?: number
  /** Hooks of this stage run; PRE_PRODUCTION_TRAFFIC_SHIFT is no lifecycle stage of its own. */
  readonly hookStage?: string
}

/** The stages of a rollout in order (docs/ecs-facts.md §2b); hooks run at the end of the stage they are for. */
export function stagesOf(configuration: DeploymentConfiguration, switches: Switches): readonly Stage[] {
  const timed = (name: string, seconds = switches.stageSeconds): Stage => ({
    name,
    kind: 'timed',
    seconds,
  })
  const hooks = (name: string, hookStage = name): readonly Stage[] =>
    configuration.lifecycleHooks?.some(({ lifecycleStages }) => lifecycleStages?.includes(hookStage))
      ? [{ name, kind: 'hooks', seconds: 0, hookStage }]
      : []
  const begin = [
    timed('RECONCILE_SERVICE'),
    ...hooks('RECONCILE_SERVICE'),
    ...hooks('PRE_SCALE_UP'),
    { name: 'SCALE_UP', kind: 'scale-up', seconds: 0 } as const,
    ...hooks('POST_SCALE_UP'),
  ]
  const end = { name: 'CLEAN_UP', kind: 'clean-up', seconds: 0 } as const
  if ((configuration.strategy ?? 'ROLLING') === 'ROLLING') {
    const isWatched = configuration.alarms?.enable === true
    return [...begin, end, ...(isWatched ? [timed('BAKE_TIME', switches.alarmBakeSeconds)] : [])]
  }
  const bakeSeconds = (configuration.bakeTimeInMinutes ?? 0) * 60
  return [
    ...begin,
    { ...timed('TEST_TRAFFIC_SHIFT'), testWeight: 100 },
    ...hooks('TEST_TRAFFIC_SHIFT'),
    ...hooks('POST_TEST_TRAFFIC_SHIFT'),
    ...hooks('PRODUCTION_TRAFFIC_SHIFT', 'PRE_PRODUCTION_TRAFFIC_SHIFT'),
    ...shifts(configuration, switches),
    ...hooks('PRODUCTION_TRAFFIC_SHIFT'),
    timed('POST_PRODUCTION_TRAFFIC_SHIFT'),
    ...hooks('POST_PRODUCTION_TRAFFIC_SHIFT'),
    ...(bakeSeconds > 0 ? [timed('BAKE_TIME', bakeSeconds)] : []),
    end,
  ]
}

/** All at once, a small share first, or in equal steps; the last step is not waited for (§1b, §2a). */
function shifts(configuration: DeploymentConfiguration, { stageSeconds }: Switches): readonly Stage[] {
  const step = (productionWeight: number, minutes = 0): Stage => ({
    name: 'PRODUCTION_TRAFFIC_SHIFT',
    kind: 'timed',
    seconds: minutes > 0 ? minutes * 60 : stageSeconds,
    productionWeight,
  })
  if (configuration.strategy === 'CANARY') {
    const { canaryPercent = 5, canaryBakeTimeInMinutes = 10 } = configuration.canaryConfiguration ?? {}
    return [step(canaryPercent, canaryBakeTimeInMinutes), step(100)]
  }
  if (configuration.strategy === 'LINEAR') {
    const { stepPercent = 10, stepBakeTimeInMinutes = 6 } = configuration.linearConfiguration ?? {}
    const count = Math.ceil(100 / stepPercent)
    return Array.from({ length: count }, (_, index) =>
      index === count - 1 ? step(100) : step(stepPercent * (index + 1), stepBakeTimeInMinutes),
    )
  }
  return [step(100)]
}
