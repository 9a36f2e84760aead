import { ApiError } from '../wire/api-error.ts'

/** An error as Lightsail gives it (docs/lightsail-facts.md §1.2). */
export class LightsailError extends ApiError {
  override readonly name = 'LightsailError'
}

/** An InvalidInputException (docs/lightsail-facts.md §2.4 has its texts). */
export function invalidInput(message: string): LightsailError {
  return new LightsailError({ type: 'InvalidInputException', message })
}

/** A NotFoundException. */
export function notFound(message: string): LightsailError {
  return new LightsailError({ type: 'NotFoundException', message })
}

/** The pattern that the service really applies, as its own error quotes it (§1.4). */
export const namePattern = '^(?:[a-z0-9]{1,2}|[a-z0-9][a-z0-9-]+[a-z0-9])$'

/** Texts quoted in docs/lightsail-facts.md §2.4, to the letter; for the busy service only the tail is known. */
export const quoted = {
  deploymentInProgress: (version: number, service: string) =>
    `Sorry, deployment ${version} is in progress for service "${service}". Please wait for it to complete before trying again.`,
  badName: (what: string, name: string) => `${what} name "${name}" does not match pattern: ${namePattern}`,
  badImage: ({ container, image, service }: { container: string; image: string; service: string }) =>
    `Container "${container}" has invalid image "${image}". Example of valid image: ":${service}.${container}.123".`,
  portNotOpen:
    'Invalid port specified. You must specify a port that is in the list of ports of the specified container.',
  noServiceForLogin:
    'You must create a container service before retrieving container registry login credentials',
  serviceQuota:
    "Sorry, you've either reached or will exceed your maximum limit of Lightsail Container Services.",
  imageQuota: 'Maximum number of container service images has been reached',
  busy: (service: string, state: string) =>
    `Sorry, service "${service}" is ${state}. Please try again in a few minutes.`,
  certificatesUnknown: (names: readonly string[]) =>
    `Sorry, the following certificates do not exist: ${names.map((name) => `"${name}"`).join(', ')}.`,
} as const

/** Texts that are not known (§11): own sentences in the same style; never rely on them. */
export const inferred = {
  unknownService: (name: string) => `Sorry, the container service "${name}" does not exist.`,
  duplicateService: (name: string) => `Sorry, a container service named "${name}" already exists.`,
  disabledService: (name: string) =>
    `Sorry, the container service "${name}" is disabled. Enable it before you create a deployment.`,
  deletingService: (name: string) => `Sorry, the container service "${name}" is already being deleted.`,
  required: (path: string) => `Sorry, "${path}" is required.`,
  outOfRange: ({ path, low, high }: { path: string; low: number; high: number }) =>
    `Sorry, "${path}" must be a number from ${low} to ${high}.`,
  notOneOf: (path: string, allowed: readonly string[]) =>
    `Sorry, "${path}" must be one of ${allowed.map((value) => `"${value}"`).join(', ')}.`,
  badLength: ({ path, low, high }: { path: string; low: number; high: number }) =>
    `Sorry, "${path}" must have from ${low} to ${high} characters.`,
  badForm: (path: string, form: string) => `Sorry, "${path}" must match ${form}.`,
  badSuccessCodes: (codes: string) =>
    `Sorry, the success codes "${codes}" are not valid. Specify values or ranges from 200 to 499.`,
  noContainers: 'Sorry, a deployment must have at least one container.',
  tooManyContainers: (most: number) => `Sorry, a deployment can have at most ${most} containers.`,
  noImage: (container: string) => `Sorry, the container "${container}" must have an image.`,
  imageNotStored: (container: string, image: string) =>
    `Sorry, the image "${image}" of the container "${container}" does not exist.`,
  badPort: (container: string, port: string) =>
    `Sorry, the container "${container}" has an invalid port "${port}".`,
  unknownEndpoint: (container: string) =>
    `Sorry, the public endpoint container "${container}" is not in the deployment.`,
  endpointNotHttp: (port: number) =>
    `Sorry, the public endpoint port "${port}" must be open as HTTP or HTTPS.`,
  unknownImage: (image: string) => `Sorry, the container image "${image}" does not exist.`,
  imageInUse: (image: string) =>
    `Sorry, the container image "${image}" is used by the current deployment and cannot be deleted.`,
  unknownContainer: (container: string) => `Sorry, the container "${container}" does not exist.`,
  badPageToken: 'Sorry, the page token is not valid for this request.',
  badTimeRange: 'Sorry, "startTime" must be before "endTime".',
  tooManyDomains: (most: number) =>
    `Sorry, a container service can have at most ${most} public domain names.`,
  tooManyAttached: (most: number) => `Sorry, a container service can have at most ${most} certificates.`,
  certificateNotIssued: (name: string) => `Sorry, the certificate "${name}" is not issued.`,
  domainNotCovered: (domain: string, name: string) =>
    `Sorry, the domain "${domain}" is not in the certificate "${name}".`,
  domainTaken: (domain: string) => `Sorry, the domain "${domain}" is used by another container service.`,
  unknownCertificate: (name: string) => `Sorry, the certificate "${name}" does not exist.`,
  duplicateCertificate: (name: string) => `Sorry, a certificate named "${name}" already exists.`,
  certificateQuota:
    "Sorry, you've either reached or will exceed your maximum limit of Lightsail certificates.",
  certificateInUse: (name: string) =>
    `Sorry, the certificate "${name}" is attached to a container service and cannot be deleted.`,
  unknownResource: (name: string) => `Sorry, the resource "${name}" does not exist.`,
  tooManyTags: (most: number) => `Sorry, a resource can have at most ${most} tags.`,
  reservedTag: (key: string) => `Sorry, the tag key "${key}" begins with "aws:", which is reserved.`,
} as const
