import type { PowerName } from '../api-types.ts'
import type { Context } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'

interface Power {
  readonly powerId: string
  readonly name: PowerName
  readonly price: number
  readonly cpuCount: number
  readonly ramSizeInGb: number
  readonly isActive: boolean
}

/** Prices per node and month, USD (docs/lightsail-facts.md §5). Sizes of micro to large and the prices of small and large are unsure. */
const powers: readonly Omit<Power, 'powerId'>[] = [
  { name: 'nano', price: 7, cpuCount: 0.25, ramSizeInGb: 0.5, isActive: true },
  { name: 'micro', price: 10, cpuCount: 0.25, ramSizeInGb: 1, isActive: true },
  { name: 'small', price: 20, cpuCount: 0.5, ramSizeInGb: 1, isActive: true },
  { name: 'medium', price: 40, cpuCount: 1, ramSizeInGb: 2, isActive: true },
  { name: 'large', price: 80, cpuCount: 2, ramSizeInGb: 4, isActive: true },
  { name: 'xlarge', price: 160, cpuCount: 4, ramSizeInGb: 8, isActive: true },
]

export function getContainerServicePowers(
  _input: Request<'GetContainerServicePowers'>,
  _context: Context,
): { readonly powers: readonly Power[] } {
  return { powers: powers.map((power) => ({ powerId: `${power.name}-1`, ...power })) }
}
