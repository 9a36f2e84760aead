import { variableName } from '../../input/pairs.ts'
import type { Problem } from '../../input/problem.ts'
import type { Container, DeploymentSpec, PublicEndpoint } from '../deployment.ts'
import { healthCheckDefaults, isWebProtocol } from '../deployment.ts'
import { imageFault } from '../images/image-reference.ts'
import { healthPathFault, maxima, nameFault, successCodesFault } from '../limits.ts'
import type { ReadDeploymentFile } from './deployment-file.ts'
import { readNamedFile, type Source } from './inputs.ts'

export interface LoadedDeploymentFile {
  readonly path: string
  readonly spec: DeploymentSpec
  readonly serviceName: string | undefined
}

/** Reads `deployment-file`, if there is one; its problems carry file, line and column. */
export const loadDeploymentFile = async (source: Source): Promise<LoadedDeploymentFile | undefined> => {
  const { problems } = source
  const input = 'deployment-file'
  const named = readNamedFile(input, source)
  if (named === undefined) return undefined
  const { path, text } = named
  // YAML and the schema are loaded only by runs that have a file.
  const { readDeploymentFile } = await import('./deployment-file.ts')
  const file = readDeploymentFile(text)
  if ('problems' in file) {
    for (const problem of file.problems) problems.add({ input, file: path, ...problem })
    return undefined
  }
  const add = (problem: Problem) => problems.add({ input, file: path, ...problem })
  const spec = checkedDeployment(file.content, { add, position: file.position })
  return { path, spec, serviceName: file.content.serviceName }
}

type Content = ReadDeploymentFile['content']

/** The deployment that a file describes; what is wrong beyond its shape is added with its position. */
export const checkedDeployment = (
  content: Content,
  { add, position }: { add(problem: Problem): void; position: ReadDeploymentFile['position'] },
): DeploymentSpec => {
  for (const { message, at } of faultsOf(content)) add({ message, ...position(at) })
  return specOf(content)
}

/** What the shape alone cannot say: names, images, ports and their references to one another. */
const faultsOf = ({ containers, publicEndpoint, serviceName }: Content) => {
  const faults: { message: string; at: (string | number)[] }[] = []
  const check = (fault: string | undefined, at: (string | number)[]) => {
    if (fault !== undefined) faults.push({ message: `"${at.join('.')}": ${fault}`, at })
  }
  if (serviceName !== undefined) check(nameFault(serviceName, maxima.serviceName), ['serviceName'])
  const names = Object.keys(containers)
  if (names.length === 0) check('at least one container is needed', ['containers'])
  if (names.length > maxima.containers) {
    check(`${names.length} containers; one deployment may have ${maxima.containers}`, ['containers'])
  }
  for (const [name, container] of Object.entries(containers)) {
    check(nameFault(name, maxima.containerName), ['containers', name])
    check(imageFault(container.image), ['containers', name, 'image'])
    if (!Object.keys(container.environment ?? {}).every((key) => variableName.test(key))) {
      check('every key must be a name such as LOG_LEVEL', ['containers', name, 'environment'])
    }
    for (const port of Object.keys(container.ports ?? {})) {
      const valid = /^\d+$/.test(port) && Number(port) >= 1 && Number(port) <= maxima.port
      if (!valid) check(`a port is a number from 1 to ${maxima.port}`, ['containers', name, 'ports', port])
    }
  }
  if (publicEndpoint) {
    const { containerName, containerPort, healthCheck } = publicEndpoint
    const container = containers[containerName]
    if (!container) {
      check(`there is no container "${containerName}" (there is ${names.join(', ')})`, [
        'publicEndpoint',
        'containerName',
      ])
    } else if (!isWebProtocol(container.ports?.[containerPort])) {
      const message = `${containerPort} is not an open HTTP or HTTPS port of the container "${containerName}"`
      check(message, ['publicEndpoint', 'containerPort'])
    }
    const at = ['publicEndpoint', 'healthCheck']
    if (healthCheck?.path !== undefined) check(healthPathFault(healthCheck.path), [...at, 'path'])
    if (healthCheck?.successCodes !== undefined)
      check(successCodesFault(healthCheck.successCodes), [...at, 'successCodes'])
  }
  return faults
}

const specOf = ({ containers, publicEndpoint }: Content): DeploymentSpec => ({
  containers: Object.fromEntries(
    Object.entries(containers).map(
      ([name, { image, command = [], environment = {}, ports = {} }]): [string, Container] => [
        name,
        {
          image,
          command,
          environment: Object.fromEntries(
            Object.entries(environment).map(([key, value]) => [key, String(value)]),
          ),
          ports,
        },
      ],
    ),
  ),
  ...(publicEndpoint && { publicEndpoint: endpointOf(publicEndpoint) }),
})

const endpointOf = ({
  containerName,
  containerPort,
  healthCheck,
}: NonNullable<Content['publicEndpoint']>): PublicEndpoint => {
  const said = Object.fromEntries(
    Object.entries(healthCheck ?? {}).filter(([, value]) => value !== undefined),
  )
  return { containerName, containerPort, healthCheck: { ...healthCheckDefaults, ...said } }
}
