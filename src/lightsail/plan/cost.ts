import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { Request } from '../inputs/request-types.ts'
import type { Prices } from '../model/service.ts'
import type { Observed } from './steps.ts'

/** USD per month, or undefined if the price is not known. */
export function monthlyCost(prices: Prices | undefined, power: string, scale: number): number | undefined {
  const price = prices && Object.hasOwn(prices, power) ? prices[power] : undefined
  return price === undefined || Number.isNaN(price) ? undefined : price * scale
}

/** `$7.00`. */
export function formatDollars(amount: number): string {
  return `$${amount.toFixed(2)}`
}

/** Why the plan costs too much, or cannot be priced. */
export function checkCost(cost: number | undefined, cap: number | undefined): Refusal | undefined {
  if (cap === undefined) return undefined
  if (cost === undefined) {
    return {
      reasonCode: 'cost-unknown',
      message: 'max-monthly-cost is set, but the price could not be read',
      fix: 'allow lightsail:GetContainerServicePowers, or remove max-monthly-cost',
    }
  }
  if (Math.round(cost * 100) <= Math.round(cap * 100)) return undefined
  return {
    reasonCode: 'cost-limit-exceeded',
    message: `the plan costs ${formatDollars(cost)} a month, more than max-monthly-cost allows (${formatDollars(cap)})`,
    fix: 'choose a smaller power or scale, or raise max-monthly-cost',
  }
}

/** `$7.00 a month (unchanged)`, `$7.00 → $20.00 a month`, `$7.00 a month`; empty if the price is not known. */
export function formatCost(before: number | undefined, after: number | undefined): string {
  if (after === undefined) return ''
  if (before === undefined) return `${formatDollars(after)} a month`
  return before === after
    ? `${formatDollars(after)} a month (unchanged)`
    : `${formatDollars(before)} → ${formatDollars(after)} a month`
}

/** USD per month once the plan is done, if the price is known. */
export function estimateCost(
  { service: patch }: Request,
  { service, prices }: Pick<Observed, 'service' | 'prices'>,
) {
  return monthlyCost(prices, patch.power ?? service?.power ?? 'nano', patch.scale ?? service?.scale ?? 1)
}

/** What a plan costs, beside its title. */
export function costRemark(request: Request, { service, prices }: Observed): string {
  return formatCost(
    service && monthlyCost(prices, service.power, service.scale),
    estimateCost(request, { service, prices }),
  )
}
