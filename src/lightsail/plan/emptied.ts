import { type Container, containerNamed, type DeploymentSpec } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'
import type { ServicePatch } from '../model/settings.ts'
import { emptiedNames, namesLine } from './deployment-diff.ts'

/** What a plan takes away by writing nothing in its place: most often an expression that gave nothing. */

const cause = 'did an expression give nothing?'

/** One warning for each container whose variables lose their values. */
export const emptiedVariables = (before: DeploymentSpec | undefined, after: DeploymentSpec): string[] =>
  eachEnvironment(before, after).flatMap(({ name, was, environment }) => {
    const emptied = emptiedNames(was, environment)
    if (emptied.length === 0) return []
    const [have, become, them] = emptied.length === 1 ? ['has', 'becomes', 'it'] : ['have', 'become', 'them']
    return [
      `${name}: ${namesLine(emptied)} ${have} a value now and ${become} empty; ${cause} To keep ${them}, leave ${them} out`,
    ]
  })

/** One notice for each container with new variables that hold nothing. */
export const emptyNewVariables = (before: DeploymentSpec | undefined, after: DeploymentSpec): string[] =>
  eachEnvironment(before, after).flatMap(({ name, was, environment }) => {
    const empty = Object.keys(environment).filter(
      (variable) => !Object.hasOwn(was, variable) && environment[variable]?.trim() === '',
    )
    return empty.length === 0
      ? []
      : [`${name}: ${namesLine(empty)} ${empty.length === 1 ? 'is' : 'are'} new and empty; ${cause}`]
  })

/** Tags that lose their text, and certificates that lose all their names. */
export const emptiedSettings = (service: Service, patch: ServicePatch): string[] => [
  ...Object.entries(patch.tags ?? {})
    .filter(([key, value]) => value === '' && Object.hasOwn(service.tags, key) && service.tags[key] !== '')
    .map(([key]) => `the tag ${key} has a value now and becomes empty; ${cause}`),
  ...Object.entries(patch.publicDomainNames ?? {}).flatMap(([certificate, names]) => {
    const attached = Object.hasOwn(service.publicDomainNames, certificate)
      ? (service.publicDomainNames[certificate] ?? [])
      : []
    return names.length > 0 || attached.length === 0
      ? []
      : [
          `${attached.join(', ')} will no longer lead to ${service.name}: ${certificate} names no domain; ${cause}`,
        ]
  }),
]

interface Compared {
  readonly name: string
  readonly was: Container['environment']
  readonly environment: Container['environment']
}

const eachEnvironment = (before: DeploymentSpec | undefined, after: DeploymentSpec): Compared[] =>
  Object.entries(after.containers).map(([name, { environment }]) => ({
    name,
    was: containerNamed(before?.containers, name)?.environment ?? {},
    environment,
  }))
