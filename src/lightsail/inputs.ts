import type { InputTexts } from '../input/inputs.ts'
import type { Problems } from '../input/problem.ts'

/** Every input that works, as declared in action.yml; a test compares the two. */
export const inputNames = [
  'mode',
  'service-name',
  'region',
  'image',
  'container-name',
  'container-port',
  'ports',
  'command',
  'environment-variables',
  'environment-variables-strategy',
  'env-file',
  'images',
  'deployment-file',
  'public-endpoint',
  'public-port',
  'health-check-path',
  'health-check-interval-seconds',
  'health-check-timeout-seconds',
  'health-check-healthy-threshold',
  'health-check-unhealthy-threshold',
  'health-check-success-codes',
  'create-service',
  'power',
  'scale',
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'poll-interval-seconds',
  'max-retries',
  'job-summary',
] as const

export type InputName = (typeof inputNames)[number]

/** What the parsers of inputs read from, and where they put what is wrong. */
export interface Source {
  readonly texts: InputTexts<InputName>
  readonly problems: Problems
  /** Gives a file's text, or throws. */
  readFile(path: string): string
}

/** What other deploy actions call the same thing. */
export const inputAliases: Readonly<Record<string, InputName>> = {
  'aws-region': 'region',
  service: 'service-name',
  'container-service': 'service-name',
  'container-service-name': 'service-name',
  'image-name': 'image',
  'image-uri': 'image',
  'container-image': 'image',
  container: 'container-name',
  port: 'container-port',
  env: 'environment-variables',
  'env-vars': 'environment-variables',
  environment: 'environment-variables',
  variables: 'environment-variables',
  'env-files': 'env-file',
  'env-vars-file': 'env-file',
  'containers-file': 'deployment-file',
  'healthcheck-path': 'health-check-path',
  'health-check': 'health-check-path',
  healthcheck: 'health-check-path',
  'health-path': 'health-check-path',
  size: 'power',
  replicas: 'scale',
  'desired-count': 'scale',
  wait: 'wait-for-service-stability',
  'wait-for-stability': 'wait-for-service-stability',
  timeout: 'wait-for-minutes',
  'timeout-minutes': 'wait-for-minutes',
  'wait-minutes': 'wait-for-minutes',
  retries: 'max-retries',
  summary: 'job-summary',
}

/** The contract's defaults; action.yml repeats them and a test compares the two. */
export const inputDefaults = {
  mode: 'deploy',
  'environment-variables-strategy': 'merge',
  'create-service': 'true',
  'if-in-progress': 'wait',
  'wait-for-service-stability': 'true',
  'wait-for-minutes': '30',
  'max-retries': '3',
  'job-summary': 'true',
} as const satisfies Partial<Record<InputName, string>>
