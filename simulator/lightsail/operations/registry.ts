import { epochSeconds } from '../api-types.ts'
import { invalidInput, quoted } from '../errors.ts'
import { nextToken } from '../identifiers.ts'
import type { Context } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'
import { servicesAt } from '../views.ts'

const TWELVE_HOURS_MS = 12 * 3600 * 1000

/** Good for every service of the account in the Region, for 12 hours; the registry's account is AWS's (§3). */
export function createContainerServiceRegistryLogin(
  _input: Request<'CreateContainerServiceRegistryLogin'>,
  { records, now, switches }: Context,
): {
  readonly registryLogin: {
    readonly username: string
    readonly password: string
    readonly expiresAt: number
    readonly registry: string
  }
} {
  if (servicesAt(records, now).length === 0) throw invalidInput(quoted.noServiceForLogin)
  return {
    registryLogin: {
      username: switches.registryUsername,
      password: switches.registryPassword ?? nextToken(records, 'registry-password'),
      expiresAt: epochSeconds(now + TWELVE_HOURS_MS),
      registry: switches.registryAddress ?? `041381048620.dkr.ecr.${records.region}.amazonaws.com`,
    },
  }
}
