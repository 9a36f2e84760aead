import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, type PlacedIssue, type Plain, recordAt } from '../../../inputs/documents/records.ts'
import { variableNamePattern } from '../../../inputs/key-value.ts'
import { validateImage } from '../../images/image-reference.ts'
import { limits, validateHealthPath, validateName, validateSuccessCodes } from '../../model/constraints.ts'
import { isWebProtocol } from '../../model/deployment.ts'

type Check = (fault: string | undefined, at: DocumentPath) => void

/**
 * What a schema cannot say of a deployment: names, images, ports and their references to one another. Whatever has
 * another shape than it should is ignored: the schema reports it, and both are reported together.
 */
export function deploymentIssues(deployment: Plain): PlacedIssue[] {
  const issues: PlacedIssue[] = []
  const add = (issue: PlacedIssue) => void issues.push(issue)
  const check: Check = (fault, at) => {
    if (fault !== undefined) add({ message: `"${at.join('.')}": ${fault}`, at })
  }
  const { serviceName } = deployment
  if (typeof serviceName === 'string') check(validateName(serviceName, limits.serviceName), ['serviceName'])
  const containers = recordAt(deployment, 'containers')
  if (containers) {
    const count = Object.keys(containers).length
    if (count === 0) check('at least one container is needed', ['containers'])
    if (count > limits.containers)
      check(`${count} containers; a deployment can have ${limits.containers}`, ['containers'])
    for (const [name, container] of Object.entries(containers)) {
      check(validateName(name, limits.containerName), ['containers', name])
      if (isRecord(container)) checkContainer(container, ['containers', name], { check, add })
    }
  }
  const endpoint = recordAt(deployment, 'publicEndpoint')
  if (endpoint) checkEndpoint(endpoint, containers, check)
  return issues
}

/** The name may be part of a value: only its place is reported. */
function badVariable(container: DocumentPath, name: string): PlacedIssue {
  const at = [...container, 'environment']
  return { message: `"${at.join('.')}": every key must be a name such as LOG_LEVEL`, at: [...at, name] }
}

function checkContainer(
  container: Plain,
  at: DocumentPath,
  { check, add }: { check: Check; add(issue: PlacedIssue): void },
): void {
  const { image } = container
  if (typeof image === 'string') check(expressionFault(image) ?? validateImage(image), [...at, 'image'])
  for (const name of Object.keys(recordAt(container, 'environment') ?? {})) {
    if (!variableNamePattern.test(name)) add(badVariable(at, name))
  }
  for (const port of Object.keys(recordAt(container, 'ports') ?? {})) {
    const isPort = /^[1-9]\d*$/.test(port) && Number(port) <= limits.port
    if (!isPort) check(`a port is a number from 1 to ${limits.port}`, [...at, 'ports', port])
  }
}

/** Nothing in a file is expanded; an image is never right with one of these. */
function expressionFault(image: string): string | undefined {
  return /\$\{|\{\{|\$[A-Za-z_]|<%/.test(image)
    ? `"${image}" contains an expression, which nothing expands in a file: use the input image or images instead`
    : undefined
}

function checkEndpoint(endpoint: Plain, containers: Plain | undefined, check: Check): void {
  const { containerName, containerPort } = endpoint
  if (typeof containerName === 'string' && containers) {
    const container = recordAt(containers, containerName)
    const names = Object.keys(containers)
    if (names.length > 0 && !Object.hasOwn(containers, containerName)) {
      const others = names.slice(0, limits.containers).join(', ')
      check(`there is no container "${containerName}" (there is ${others})`, [
        'publicEndpoint',
        'containerName',
      ])
    } else if (typeof containerPort === 'number' && container && hasReadablePorts(container)) {
      if (!isWebProtocol(String(recordAt(container, 'ports')?.[containerPort]))) {
        const message = `${containerPort} is not an open HTTP or HTTPS port of the container "${containerName}"`
        check(message, ['publicEndpoint', 'containerPort'])
      }
    }
  }
  const { path, successCodes } = recordAt(endpoint, 'healthCheck') ?? {}
  const at = ['publicEndpoint', 'healthCheck']
  if (typeof path === 'string') check(validateHealthPath(path), [...at, 'path'])
  if (typeof successCodes === 'string') check(validateSuccessCodes(successCodes), [...at, 'successCodes'])
}

function hasReadablePorts({ ports }: Plain): boolean {
  return ports === undefined || isRecord(ports)
}
