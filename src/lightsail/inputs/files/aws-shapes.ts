import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import type { Shaped } from '../../../inputs/documents/read-shaped.ts'
import { isRecord, type PlacedIssue, type Plain, recordAt } from '../../../inputs/documents/records.ts'
import { tagKeys } from '../../../source/resource-tags.ts'

/**
 * What AWS's own tools take and print around a deployment or a service (docs/lightsail-facts.md §1): the maps of the AWS CLI's options,
 * `--cli-input-json`, and the replies of get-container-services, get-container-service-deployments and the create calls.
 */

type Shape = Shaped | PlacedIssue

function issue(message: string, at: DocumentPath = []): PlacedIssue {
  return { message, at }
}

function below(prefix: DocumentPath, value: Plain): Shaped {
  return {
    value,
    origin: (path) => [...prefix, ...path],
  }
}

function hasAny(value: Plain, keys: readonly string[]): boolean {
  return keys.some((key) => Object.hasOwn(value, key))
}

const containerKeys = ['image', 'command', 'environment', 'ports']
const deploymentKeys = ['containers', 'publicEndpoint']
const serviceKeys = ['power', 'scale', 'tags', 'publicDomainNames', 'privateRegistryAccess', 'isDisabled']

function looksLikeContainer(value: unknown): boolean {
  return isRecord(value) && hasAny(value, containerKeys)
}

/** The deployment that a file of the shapes above describes, as `{containers, publicEndpoint, serviceName}`. */
export function deploymentShape(value: unknown): Shape {
  if (Array.isArray(value)) return deploymentOfList(value, [])
  if (!isRecord(value)) return issue('must be a map with the key "containers"')
  if (Array.isArray(value['deployments'])) return deploymentOfList(value['deployments'], ['deployments'])
  const service = printedService(value)
  if (service) return 'message' in service ? service : deploymentOfService(service)
  if (isRecord(value['deployment']) && !hasAny(value, deploymentKeys)) return deploymentOfCreation(value)
  if (hasAny(value, deploymentKeys)) return misplaced(value) ?? below([], value)
  const names = Object.keys(value)
  if (names.includes('containerName') && names.includes('containerPort'))
    return issue('is what --public-endpoint takes: put it under "publicEndpoint", next to "containers"')
  // The map of --containers itself: a typing error in one container's keys is reported as such.
  if (names.some((name) => looksLikeContainer(value[name])))
    return { value: { containers: value }, origin: (path) => path.slice(1) }
  return below([], value)
}

/** A container beside "containers" would be an unknown key, and its author would look for a typing error. */
function misplaced(value: Plain): PlacedIssue | undefined {
  const name = Object.keys(value).find(
    (key) => !deploymentKeys.includes(key) && looksLikeContainer(value[key]),
  )
  return name === undefined
    ? undefined
    : issue(`"${name}" looks like a container: move it into the map "containers"`, [name])
}

function deploymentOfList(list: readonly unknown[], path: DocumentPath): Shape {
  const isDeployment = (entry: unknown) =>
    isRecord(entry) && hasAny(entry, ['containers', 'state', 'version'])
  if (list.length > 0 && !list.some(isDeployment)) {
    return issue(
      list.some((entry) => isRecord(entry) && 'image' in entry)
        ? 'is a list of containers: write a map by name, such as containers: { app: { image: … } }'
        : 'must be a map with the key "containers"',
      path,
    )
  }
  const active = list.findIndex((entry) => isRecord(entry) && entry['state'] === 'ACTIVE')
  const index = list.length === 1 ? 0 : active
  const chosen = list[index]
  return isRecord(chosen)
    ? below([...path, index], chosen)
    : issue(`contains ${list.length} deployments, none of them ACTIVE; keep the one you want`, path)
}

/** The service in what was printed about one, or nothing if the file is not of that kind. */
function printedService(value: Plain): Shape | undefined {
  const { containerServices: list, containerService: single } = value
  if (Array.isArray(list)) {
    const [only] = list
    if (list.length === 1 && isRecord(only)) return below(['containerServices', 0], only)
    const names = list.map((entry) => (isRecord(entry) ? String(entry['containerServiceName']) : '?'))
    const message = `contains ${list.length} services (${names.slice(0, 9).join(', ')}); keep one of them`
    return issue(list.length === 0 ? 'contains no service' : message, ['containerServices'])
  }
  if (isRecord(single)) return below(['containerService'], single)
  const isService = hasAny(value, ['containerServiceName', 'currentDeployment', 'nextDeployment'])
  return isService ? below([], value) : undefined
}

function deploymentOfService({ value, origin }: Shaped): Shape {
  const chosen = deploymentKeyOf(value)
  if (typeof chosen !== 'string') return { ...chosen, at: origin(chosen.at) }
  const { containerServiceName: serviceName } = value
  const deployment = value[chosen] as Plain
  return {
    value: { ...(serviceName !== undefined && { serviceName }), ...deployment },
    origin: (path) =>
      origin(path[0] === 'serviceName' ? ['containerServiceName', ...path.slice(1)] : [chosen, ...path]),
  }
}

/** Which deployment of a service is meant; the reply to a deployment holds two, and only its reader knows. */
function deploymentKeyOf(service: Plain): 'currentDeployment' | 'nextDeployment' | PlacedIssue {
  const isThere = (key: string) => isRecord(service[key]) && isRecord(service[key]['containers'])
  const [current, next] = [isThere('currentDeployment'), isThere('nextDeployment')]
  if (current && next)
    return issue('contains a current and a next deployment; keep one of them', ['nextDeployment'])
  if (next) return 'nextDeployment'
  return current ? 'currentDeployment' : issue('contains a service without a deployment')
}

/** What create-container-service takes, if it says nothing that a deployment alone would leave out. */
function deploymentOfCreation(value: Plain): Shape {
  const settings = serviceKeys.filter((key) => Object.hasOwn(value, key))
  if (settings.length > 0) {
    return issue(
      `is what create-container-service takes, but a deployment has no "${settings[0]}": name the file in the input service-file`,
      [settings[0] ?? ''],
    )
  }
  const { deployment, ...others } = value
  return {
    value: { ...others, ...(deployment as Plain) },
    origin: (path) => (Object.hasOwn(others, String(path[0])) ? path : ['deployment', ...path]),
  }
}

function isOurs(tag: unknown): boolean {
  const key = isRecord(tag) ? tag['key'] : undefined
  return (
    typeof key === 'string' && (key.startsWith('aws:') || (Object.values(tagKeys) as string[]).includes(key))
  )
}

/** The service that a file describes, as create-container-service takes it. */
export function serviceShape(value: unknown): Shape {
  if (!isRecord(value)) return issue('must be a map with keys such as "power" and "deployment"')
  const printed = printedService(value)
  if (!printed) {
    const deploymentOnly =
      hasAny(value, deploymentKeys) || Object.values(value).some((entry) => looksLikeContainer(entry))
    return deploymentOnly && !hasAny(value, [...serviceKeys, 'deployment'])
      ? issue(
          'describes a deployment: put it under "deployment", or name the file in the input deployment-file',
        )
      : below([], value)
  }
  if ('message' in printed) return printed
  const service = printed.value
  if (service['isDisabled'] === true) {
    const at = printed.origin(['isDisabled'])
    return issue('"isDisabled" belongs to the input disabled: remove it here', at)
  }
  const hasDeployment = isRecord(service['currentDeployment']) || isRecord(service['nextDeployment'])
  const chosen = hasDeployment ? deploymentKeyOf(service) : undefined
  if (chosen !== undefined && typeof chosen !== 'string') return { ...chosen, at: printed.origin(chosen.at) }
  const renamed: Readonly<Record<string, string>> = {
    serviceName: 'containerServiceName',
    ...(chosen !== undefined && { deployment: chosen }),
  }
  const wanted = ['serviceName', 'power', 'scale', 'publicDomainNames', 'deployment']
  const entries = wanted
    .map((key) => [key, service[renamed[key] ?? key]] as const)
    .filter(([key, entry]) => entry !== undefined && (key !== 'deployment' || chosen !== undefined))
  const { tags } = service
  const role = recordAt(service['privateRegistryAccess'], 'ecrImagePullerRole')
  return {
    value: {
      ...Object.fromEntries(entries),
      // The ARN beside it says what is, not what shall be.
      ...(role && { privateRegistryAccess: { ecrImagePullerRole: { isActive: role['isActive'] } } }),
      ...(Array.isArray(tags) && { tags: tags.filter((tag) => !isOurs(tag)) }),
    },
    origin: ([first = '', ...rest]) => printed.origin([renamed[first] ?? first, ...rest]),
  }
}
