import { type ComparedVariables, emptiedTags, emptyCause } from '../../diff/emptied.ts'
import { containerNamed, type DeploymentSpec } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'
import type { ServicePatch } from '../model/settings.ts'

/** Warnings about values that a plan replaces with nothing: most often an expression that was empty. */

/** Tags that lose their text, and certificates that lose all their names. */
export function emptiedSettings(service: Service, patch: ServicePatch): string[] {
  return [
    ...emptiedTags(service.tags, patch.tags ?? {}),
    ...Object.entries(patch.publicDomainNames ?? {}).flatMap(([certificate, names]) => {
      const attached = Object.hasOwn(service.publicDomainNames, certificate)
        ? (service.publicDomainNames[certificate] ?? [])
        : []
      return names.length > 0 || attached.length === 0
        ? []
        : [
            `${attached.join(', ')} will no longer lead to ${service.name}: ${certificate} lists no domain; ${emptyCause}`,
          ]
    }),
  ]
}

/** The variables of each container, as the warnings compare them. */
export function eachEnvironment(
  before: DeploymentSpec | undefined,
  after: DeploymentSpec,
): ComparedVariables[] {
  return Object.entries(after.containers).map(([name, { environment }]) => ({
    name,
    was: containerNamed(before?.containers, name)?.environment ?? {},
    environment,
  }))
}
