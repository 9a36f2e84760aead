import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import { formatMinute } from '../../runtime/clock.ts'
import type { Request } from '../inputs/request-types.ts'
import { mainContainer } from '../model/deployment.ts'
import { type Service, servingDeployment } from '../model/service.ts'
import type { Observed, Step } from './steps.ts'

/** Reports what runs; any state of the service is a success, only its absence is not. */
export function planStatus({ serviceName, region }: Request, { service }: Observed): Plan<Step> {
  if (service === undefined) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${serviceName} in ${region}`,
      fix: 'check service-name and region',
    })
  }
  const verdict = { result: 'reported', reasonCode: 'status', reason: formatStatus(service) } as const
  return { kind: 'end', verdict, notices: [], titleNote: '' }
}

/** `shop is RUNNING; version 17 (ghcr.io/acme/shop:1) has served since 2026-01-15 04:00 UTC`. */
export function formatStatus(service: Service): string {
  const { name, state, next } = service
  if (service.isDisabled || state === 'DISABLED') return `${name} is disabled; nothing serves`
  const coming = next ? `; version ${next.version} is ${next.state}` : ''
  const serving = servingDeployment(service)
  if (serving === undefined) return `${name} is ${state}; nothing serves${coming}`
  const since =
    serving.createdAt === undefined ? 'serves' : `has served since ${formatMinute(serving.createdAt)}`
  return `${name} is ${state}; version ${serving.version} (${mainContainer(serving.spec)?.[1].image ?? ''}) ${since}${coming}`
}
