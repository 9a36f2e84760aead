import { tagsAt } from '../../../../simulator/ecs/views/services.ts'
import { unless } from '../../machinery/invariant.ts'
import { momentsOf, stateAt } from '../oracle.ts'
import type { EcsRun } from '../run-seed.ts'

/** Whether the settings are as the inputs say, at one of the moments that the run saw. */
export function asWritten(run: EcsRun): readonly string[] {
  const { inputs } = run.situation
  const isSo = [...momentsOf(run), ...run.done.map(({ at }) => at)].some((at) => {
    const state = stateAt(run, at)
    if (state === undefined) return false
    const { settings, record } = state
    const [key, value] = (inputs['tags'] ?? '').split('=')
    const tag = tagsAt(record.tagChanges, at).find((one) => one.key === key)
    const breaker = settings.deploymentConfiguration.deploymentCircuitBreaker
    const asked = inputs['circuit-breaker']
    return (
      (value === undefined || tag?.value === value) &&
      (inputs['propagate-tags'] ?? settings.propagateTags) === settings.propagateTags &&
      (inputs['enable-ecs-managed-tags'] ?? String(settings.enableECSManagedTags)) ===
        String(settings.enableECSManagedTags) &&
      (asked === undefined || (breaker?.enable === true) === (asked !== 'off')) &&
      (asked === undefined || (breaker?.rollback === true) === (asked === 'rollback'))
    )
  })
  return unless(isSo, `${run.outcome.verdict.result}, but the settings are not as specified`)
}
