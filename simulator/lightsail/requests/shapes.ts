import { certificateStatuses, powerNames, protocolNames } from '../api-types.ts'
import { inferred, invalidInput } from '../errors.ts'
import {
  type Checked,
  flag,
  listOf,
  mapOf,
  members,
  nameOf,
  number,
  oneOf,
  optional,
  type Rule,
  required,
  text,
  textLike,
  textOf,
  wholeNumber,
} from './validation.ts'

/** Every request of docs/lightsail-facts.md §1.5, with the constraints of §1.4 and §4. */

const serviceName = nameOf('Service', 63)
const containerName = nameOf('Container', 53)
const label = nameOf('Label', 53)
const power = oneOf(powerNames)
const scale = wholeNumber({ low: 1, high: 20 })
const publicDomainNames = mapOf(listOf(textOf({ low: 1, high: 255 })))
const privateRegistryAccess = members({
  ecrImagePullerRole: optional(members({ isActive: optional(flag) })),
})

const tagText = /^[\p{L}\p{N} +\-=._:/@]*$/u
const tagKey: Rule<string> = (value, path) => {
  const key = textLike(tagText)(textOf({ low: 1, high: 128 })(value, path), path)
  if (key.toLowerCase().startsWith('aws:')) throw invalidInput(inferred.reservedTag(key))
  return key
}
const tagValue: Rule<string> = (value, path) =>
  textLike(tagText)(textOf({ low: 0, high: 256 })(value, path), path)
const tags = listOf(members({ key: required(tagKey), value: optional(tagValue) }))

const successCodes: Rule<string> = (value, path) => {
  const codes = text(value, path)
  const bounds = codes.split(',').map((part) => /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(part))
  const areValid = bounds.every((found) => {
    const low = Number(found?.[1])
    const high = Number(found?.[2] ?? found?.[1])
    return low >= 200 && low <= high && high <= 499
  })
  if (!areValid) throw invalidInput(inferred.badSuccessCodes(codes))
  return codes
}

const healthCheck = members({
  healthyThreshold: optional(wholeNumber({ low: 2, high: 10 })),
  unhealthyThreshold: optional(wholeNumber({ low: 2, high: 10 })),
  timeoutSeconds: optional(wholeNumber({ low: 2, high: 60 })),
  intervalSeconds: optional(wholeNumber({ low: 5, high: 300 })),
  path: optional(textLike(/^\//)),
  successCodes: optional(successCodes),
})

const container = members({
  image: optional(text),
  command: optional(listOf(text)),
  environment: optional(mapOf(text)),
  ports: optional(mapOf(oneOf(protocolNames))),
})

const deploymentMembers = {
  containers: optional(mapOf(container, containerName)),
  publicEndpoint: optional(
    members({
      containerName: required(text),
      containerPort: required(number),
      healthCheck: optional(healthCheck),
    }),
  ),
}

const deploymentRequest = members(deploymentMembers)
export type DeploymentRequest = Checked<typeof deploymentRequest>

const resourceArn = textLike(
  /^arn:(aws[^:]*):([a-zA-Z0-9-]+):([a-z0-9-]+):([0-9]+):([a-zA-Z]+)\/([a-zA-Z0-9-]+)$/,
)
const resourceName = textLike(/\w[\w-]*\w/)
const domainName = textLike(/^(?=.{1,253}$)[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+$/)
const certificateName = textOf({ low: 1, high: 255 })
const onlyServiceName = members({ serviceName: required(serviceName) })
const nothing = members({})

/** The shape of every operation's request, by name. */
export const requests = {
  CreateContainerService: members({
    serviceName: required(serviceName),
    power: required(power),
    scale: required(scale),
    tags: optional(tags),
    publicDomainNames: optional(publicDomainNames),
    deployment: optional(deploymentRequest),
    privateRegistryAccess: optional(privateRegistryAccess),
  }),
  UpdateContainerService: members({
    serviceName: required(serviceName),
    power: optional(power),
    scale: optional(scale),
    isDisabled: optional(flag),
    publicDomainNames: optional(publicDomainNames),
    privateRegistryAccess: optional(privateRegistryAccess),
  }),
  DeleteContainerService: onlyServiceName,
  GetContainerServices: members({ serviceName: optional(serviceName) }),
  CreateContainerServiceDeployment: members({ serviceName: required(serviceName), ...deploymentMembers }),
  GetContainerServiceDeployments: onlyServiceName,
  GetContainerLog: members({
    serviceName: required(serviceName),
    containerName: required(text),
    startTime: optional(number),
    endTime: optional(number),
    filterPattern: optional(text),
    pageToken: optional(text),
  }),
  GetContainerImages: onlyServiceName,
  RegisterContainerImage: members({
    serviceName: required(serviceName),
    label: required(label),
    digest: required(textLike(/^sha256:[0-9a-f]{64}$/)),
  }),
  DeleteContainerImage: members({ serviceName: required(serviceName), image: required(text) }),
  CreateContainerServiceRegistryLogin: nothing,
  GetContainerServicePowers: nothing,
  GetContainerAPIMetadata: nothing,
  GetContainerServiceMetricData: members({
    serviceName: required(serviceName),
    metricName: required(oneOf(['CPUUtilization', 'MemoryUtilization'])),
    startTime: required(number),
    endTime: required(number),
    period: required(wholeNumber({ low: 60, high: 86400 })),
    statistics: required(listOf(oneOf(['Minimum', 'Maximum', 'Sum', 'Average', 'SampleCount']))),
  }),
  TagResource: members({
    resourceName: required(resourceName),
    resourceArn: optional(resourceArn),
    tags: required(tags),
  }),
  UntagResource: members({
    resourceName: required(resourceName),
    resourceArn: optional(resourceArn),
    tagKeys: required(listOf(text)),
  }),
  CreateCertificate: members({
    certificateName: required(certificateName),
    domainName: required(domainName),
    subjectAlternativeNames: optional(listOf(domainName)),
    tags: optional(tags),
  }),
  GetCertificates: members({
    certificateStatuses: optional(listOf(oneOf(certificateStatuses))),
    includeCertificateDetails: optional(flag),
    certificateName: optional(certificateName),
    pageToken: optional(text),
  }),
  DeleteCertificate: members({ certificateName: required(certificateName) }),
} as const

export type OperationName = keyof typeof requests

/** The checked request of an operation. */
export type Request<O extends OperationName> = Checked<(typeof requests)[O]>
