import { invalidParameter, quoted } from '../errors.ts'
import { type Context, currentView } from '../requests/context.ts'
import { stateOf } from '../views/lookup.ts'
import { serviceView } from '../views/services.ts'
import { activeService } from './update-service.ts'

interface Request {
  readonly cluster?: string
  readonly service: string
  readonly force?: boolean
}

/** DRAINING until no task is left, then INACTIVE (docs/ecs-facts.md §3). */
export function deleteService(request: Request, context: Context): object {
  const { record, settings } = activeService(request, context)
  const isScaled = record.creation.schedulingStrategy === 'REPLICA' && settings.desiredCount > 0
  if (isScaled && request.force !== true) throw invalidParameter(quoted.scaledAboveZero)
  record.changes.push({ kind: 'delete', at: context.now })
  const state = stateOf(record, currentView(context))
  return { service: state ? serviceView(state, currentView(context)) : {} }
}
