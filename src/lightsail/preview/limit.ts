import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { Service } from '../model/service.ts'
import { type Preview, pullRequestOf } from './preview.ts'
import { formatRoughDuration } from './ttl.ts'

/** How many of those that exist are named. */
const MAX_NAMED = 10

/** Why there may not be one more preview, if `services` are all that there are now. */
export function checkLimit(preview: Preview, services: readonly Service[], now: number): Refusal | undefined {
  const { base, limit } = preview
  const others = services.filter(
    (service) => service.state !== 'DELETING' && pullRequestOf(service, preview) !== undefined,
  )
  if (limit === undefined || others.length < limit) return undefined
  const named = others.slice(0, MAX_NAMED).map((service) => {
    const age = service.createdAt === undefined ? '' : `, ${formatRoughDuration(now - service.createdAt)} old`
    return `${service.name} (pull request ${pullRequestOf(service, preview)}${age})`
  })
  const rest = others.length > MAX_NAMED ? [`${others.length - MAX_NAMED} more`] : []
  const count = others.length === 1 ? 'is 1 preview' : `are ${others.length} previews`
  return {
    reasonCode: 'preview-limit',
    message: `there ${count} of ${base} already, and preview-limit is ${limit}: ${[...named, ...rest].join(', ')}`,
    fix: 'close a pull request that no longer needs its preview, run mode: cleanup, or raise preview-limit',
  }
}
