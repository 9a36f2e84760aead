import { splitCommandLine } from '../../inputs/command-line.ts'
import { isBlank, parseKeyValues } from '../../inputs/key-value.ts'
import { parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { validateImage } from '../images/image-reference.ts'
import {
  healthCheckRanges,
  limits,
  validateHealthPath,
  validateName,
  validateSuccessCodes,
} from '../model/constraints.ts'
import {
  type DeploymentSpec,
  type HealthCheck,
  isWebProtocol,
  type Ports,
  protocols,
} from '../model/deployment.ts'
import { applyPatch } from '../model/deployment-patch.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import { loadDeploymentFile } from './files/deployment-file-input.ts'
import { type InputName, type InputSource, inputDefaults } from './names.ts'

/** Everything that the inputs and files say about the deployment. */
export async function parseDeployment(
  source: InputSource,
  ofServiceFile: DeploymentSpec | undefined,
): Promise<{
  /** Absent if they say nothing. */
  patch: DeploymentPatch | undefined
  fileServiceName: string | undefined
  secrets: readonly string[]
  warnings: readonly string[]
  notices: readonly string[]
}> {
  const { texts, issues } = source
  const file = await loadDeploymentFile(source)
  const ofEnvironment = isAboutEnvironment(texts)
    ? await (await import('../../options/environment-variables.ts')).parseEnvironment(source)
    : undefined
  const patch: DeploymentPatch = defined({
    file: file?.spec ?? ofServiceFile,
    containerName: parseName('container-name', source),
    image: parseImage(source),
    images: parseImages(source),
    containerPort: parsePort('container-port', source),
    ports: parsePorts(source),
    command: splitCommandLine({ input: 'command', text: texts.command, issues }),
    environment: ofEnvironment?.environment,
    publicEndpoint: parsePublicEndpoint(source),
    publicPort: parsePort('public-port', source),
    healthCheck: parseHealthCheck(source),
  })

  const { containerPort, ports } = patch
  const protocol = containerPort === undefined ? undefined : ports?.[containerPort]
  if (protocol !== undefined && !isWebProtocol(protocol)) {
    const message = `${containerPort} is ${protocol} in ports, but the public endpoint needs HTTP or HTTPS`
    issues.add({ input: 'container-port', message })
  }
  const { image, images = {} } = patch
  const [onlyName, ...otherNames] = Object.keys(images)
  const meant = patch.containerName ?? (otherNames.length === 0 ? onlyName : undefined)
  if (image !== undefined && meant !== undefined && Object.hasOwn(images, meant) && images[meant] !== image) {
    const message = `sets a different image for "${meant}" than the input image; remove one of the two`
    issues.add({ input: 'images', message })
  }
  if (patch.publicEndpoint === 'none') {
    for (const input of endpointInputs) {
      if (texts[input] === undefined) continue
      issues.add({ input, message: 'has no effect with public-endpoint: none; remove one of the two' })
    }
  }
  if (patch.file && issues.all.length === 0) {
    const desired = applyPatch(patch, undefined)
    const input = file ? 'deployment-file' : 'service-file'
    if ('fault' in desired) issues.add({ input, message: `${desired.fault.message}; ${desired.fault.fix}` })
  }

  const inFile = file?.serviceName
  const contradicts =
    inFile !== undefined && texts['service-name'] !== undefined && inFile !== texts['service-name'].trim()
  const saysNothing = Object.keys(patch).every((key) => key === 'containerName')
  return {
    patch: saysNothing ? undefined : patch,
    fileServiceName: inFile,
    secrets: ofEnvironment?.secrets ?? [],
    warnings: ofEnvironment?.remarks.warnings ?? [],
    notices: [
      ...(ofEnvironment?.remarks.notices ?? []),
      ...(contradicts
        ? [
            `the deployment file is for "${inFile}"; the input service-name wins: "${texts['service-name']?.trim()}"`,
          ]
        : []),
    ],
  }
}

/** Without variables, only a strategy that is written has anything wrong with it. */
function isAboutEnvironment(texts: InputSource['texts']): boolean {
  return (
    texts['environment-variables'] !== undefined ||
    texts['env-file'] !== undefined ||
    texts['environment-variables-strategy'] !== inputDefaults['environment-variables-strategy']
  )
}

const endpointInputs = [
  'public-port',
  'health-check-path',
  'health-check-interval-seconds',
  'health-check-timeout-seconds',
  'health-check-healthy-threshold',
  'health-check-unhealthy-threshold',
  'health-check-success-codes',
] as const satisfies readonly InputName[]

/** Leaves out what is undefined, so that absent and undefined are the same. */
function defined<Shape extends object>(values: { [Key in keyof Shape]: Shape[Key] | undefined }): Shape {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Shape
}

function parseName(input: InputName, { texts, issues }: InputSource): string | undefined {
  const name = texts[input]?.trim()
  if (name === undefined) return undefined
  const fault = validateName(name, limits.containerName)
  if (fault !== undefined) issues.add({ input, message: fault })
  return name
}

function parseImage({ texts, issues }: InputSource): string | undefined {
  const image = texts.image?.trim()
  if (image === undefined) return undefined
  const fault = validateImage(image)
  if (fault !== undefined) issues.add({ input: 'image', message: fault })
  return image
}

function parseImages({ texts, issues }: InputSource): Record<string, string> | undefined {
  const input = 'images'
  const text = texts[input]
  if (text === undefined) return undefined
  const form = 'container=image, such as app=ghcr.io/acme/shop:1.2.3'
  const pairs = parseKeyValues({ input, text, issues, form })
  for (const [name, image] of pairs) {
    const fault = validateName(name, limits.containerName) ?? validateImage(image.trim())
    if (fault !== undefined) issues.add({ input, message: fault })
  }
  return Object.fromEntries([...pairs].map(([name, image]) => [name, image.trim()]))
}

function parsePort(input: InputName, { texts, issues }: InputSource): number | undefined {
  return parseInteger({ input, text: texts[input], issues, from: 1, to: limits.port })
}

function parsePorts({ texts, issues }: InputSource): Ports | undefined {
  const input = 'ports'
  const text = texts[input]
  if (text === undefined) return undefined
  const ports: Record<number, string> = {}
  const pairs = parseKeyValues({ input, text, issues, form: 'port=protocol, such as 8080=HTTP' })
  if (isBlank(text)) issues.add({ input, message: 'names no port; write lines such as 8080=HTTP' })
  for (const [port, protocolText] of pairs) {
    const number = parseInteger({ input, text: port, issues, from: 1, to: limits.port })
    const protocol = parseEnum({ input, text: protocolText.toUpperCase(), issues, choices: protocols })
    if (number !== undefined && number in ports) issues.add({ input, message: `names port ${number} twice` })
    if (number !== undefined && protocol !== undefined) ports[number] = protocol
  }
  return ports
}

function parsePublicEndpoint(source: InputSource): DeploymentPatch['publicEndpoint'] {
  if (source.texts['public-endpoint']?.trim() === 'none') return 'none'
  const containerName = parseName('public-endpoint', source)
  return containerName === undefined ? undefined : { containerName }
}

function parseHealthCheck({ texts, issues }: InputSource): Partial<HealthCheck> | undefined {
  const count = (input: InputName, range: { from: number; to?: number }) =>
    parseInteger({ input, text: texts[input], issues, ...range })
  const checked = (input: InputName, faultOf: (text: string) => string | undefined) => {
    const text = texts[input]?.trim()
    const fault = text === undefined ? undefined : faultOf(text)
    if (fault !== undefined) issues.add({ input, message: fault })
    return text
  }
  const healthCheck = defined<Partial<HealthCheck>>({
    path: checked('health-check-path', validateHealthPath),
    intervalSeconds: count('health-check-interval-seconds', healthCheckRanges.intervalSeconds),
    timeoutSeconds: count('health-check-timeout-seconds', healthCheckRanges.timeoutSeconds),
    healthyThreshold: count('health-check-healthy-threshold', healthCheckRanges.healthyThreshold),
    unhealthyThreshold: count('health-check-unhealthy-threshold', healthCheckRanges.unhealthyThreshold),
    successCodes: checked('health-check-success-codes', validateSuccessCodes),
  })
  return Object.keys(healthCheck).length === 0 ? undefined : healthCheck
}
