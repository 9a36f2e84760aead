import { unexpandedPart } from '../../inputs/placeholders.ts'
import { isKnownKey } from '../../text/secret-values.ts'

/** What ECS accepts, checked before the first call (docs/ecs-facts.md §1). */

/** What is wrong with a service's name; `undefined` if nothing is. */
export function serviceNameFault(name: string): string | undefined {
  return /^[\w-]{1,255}$/.test(name) ? undefined : `"${name}" must be 1 to 255 letters, digits, "_" and "-"`
}

/** ARN, `family:revision` or `family`. */
export function taskDefinitionFault(name: string): string | undefined {
  return /^(?:arn:aws[\w-]*:ecs:[\w-]+:\d{12}:task-definition\/)?[\w-]{1,255}(?::[1-9]\d*)?$/.test(name)
    ? undefined
    : `"${name}" is not a task definition such as web, web:19 or arn:aws:ecs:eu-central-1:123456789012:task-definition/web:19`
}

/** The parts of a service's ARN; the old form has no cluster in it. */
export function parseServiceArn(
  arn: string,
): { readonly region: string; readonly cluster: string | undefined; readonly service: string } | undefined {
  const [, prefix, region = '', account, cluster, service = ''] =
    /^(arn:aws[\w-]*:ecs):([\w-]+):(\d{12}):service\/(?:([\w-]{1,255})\/)?([\w-]{1,255})$/.exec(arn) ?? []
  if (prefix === undefined) return undefined
  const clusterArn = cluster === undefined ? undefined : `${prefix}:${region}:${account}:cluster/${cluster}`
  return { region, cluster: clusterArn, service }
}

/** ARN or name of a role; a path belongs to the name. */
export function roleFault(role: string): string | undefined {
  return /^(?:arn:aws[\w-]*:iam::\d{12}:role\/)?[\w+=,.@/-]{1,512}$/.test(role)
    ? undefined
    : `"${role}" is neither the name of a role nor its ARN`
}

/**
 * Why this cannot be the `valueFrom` of a secret, which is an ARN or the name of a parameter. Something else is most likely the
 * secret itself, so the text is not quoted.
 */
export function secretReferenceFault(valueFrom: string): string | undefined {
  if (valueFrom.trim() === '') return 'is blank; write the ARN of the secret, or the name of the parameter'
  const part = unexpandedPart(valueFrom)
  if (part !== undefined) return `contains ${part}, which nothing expands or replaces; write the value itself`
  const isReference = /^(?:arn:aws[\w-]*:\S|[\w./:-]+$)/.test(valueFrom) && !isKnownKey(valueFrom)
  return isReference
    ? undefined
    : 'must be the ARN of a secret or a parameter, or the name of a parameter, and not the secret itself'
}
