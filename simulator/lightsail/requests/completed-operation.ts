import { epochSeconds, type Operation } from '../api-types.ts'
import { nextUuid } from '../identifiers.ts'
import { location } from '../views.ts'
import type { Context } from './context.ts'

/**
 * The operation of a call that is complete with its reply: only tags and certificates return one (docs/lightsail-facts.md §1.5).
 */
export function finishedOperation(
  { type, kind, resourceName }: { type: string; kind: Operation['resourceType']; resourceName: string },
  { records, now }: Context,
): Operation {
  return {
    id: nextUuid(records, 'operation'),
    resourceName,
    resourceType: kind,
    createdAt: epochSeconds(now),
    location: location(records),
    isTerminal: true,
    operationType: type,
    status: 'Succeeded',
    statusChangedAt: epochSeconds(now),
  }
}
