import type { InputIssues } from '../../inputs/issues.ts'
import type { InputTexts } from '../../inputs/read-inputs.ts'

export const modes = ['deploy', 'plan', 'rollback', 'delete', 'status', 'cleanup'] as const
export type Mode = (typeof modes)[number]

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
  'service-file',
  'power',
  'scale',
  'tags',
  'public-domain-names',
  'ecr-image-puller-role',
  'disabled',
  'force-new-deployment',
  'if-in-progress',
  'wait-for-service-stability',
  'wait-for-minutes',
  'poll-interval-seconds',
  'max-retries',
  'verify-url',
  'verify-status-codes',
  'verify-minutes',
  'verify-body',
  'rollback-on-failure',
  'rollback-to',
  'push',
  'image-label',
  'keep-images',
  'check-image',
  'max-monthly-cost',
  'preview',
  'preview-label',
  'preview-limit',
  'preview-ttl',
  'allow-older-commit',
  'allow-fork',
  'track-commit',
  'comment-on-pr',
  'github-deployment',
  'github-deployment-environment',
  'job-summary',
  'github-token',
] as const

/** Those that are about previews. */
export const previewInputs = ['preview', 'preview-label', 'preview-limit', 'preview-ttl'] as const

export type InputName = (typeof inputNames)[number]

/** What the parsers of inputs read from, and where they put what is wrong. */
export interface InputSource {
  readonly texts: InputTexts<InputName>
  readonly problems: InputIssues
  /** Gives a file's text. Throws, or rejects with, an error that says what is wrong with it; it may have a `line`, counted from 1. */
  readFile(path: string): string | Promise<string>
  /** What is wrong with a file that is read later, such as an archive; it goes on from the path. */
  fileIssue?(path: string): string | undefined | Promise<string | undefined>
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
  token: 'github-token',
  comment: 'comment-on-pr',
  'pr-comment': 'comment-on-pr',
  'comment-on-pull-request': 'comment-on-pr',
  deployment: 'github-deployment',
  'deployment-environment': 'github-deployment-environment',
  'github-environment': 'github-deployment-environment',
  previews: 'preview',
  'review-app': 'preview',
  ttl: 'preview-ttl',
  expires: 'preview-ttl',
  label: 'preview-label',
  'max-previews': 'preview-limit',
  'allow-older': 'allow-older-commit',
  'allow-forks': 'allow-fork',
  'force-deployment': 'force-new-deployment',
  'force-deploy': 'force-new-deployment',
  force: 'force-new-deployment',
  restart: 'force-new-deployment',
  domains: 'public-domain-names',
  'custom-domains': 'public-domain-names',
  'ecr-role': 'ecr-image-puller-role',
  'dry-run': 'mode',
  rollback: 'rollback-on-failure',
  version: 'rollback-to',
  'max-cost': 'max-monthly-cost',
  'push-image': 'push',
  'prune-images': 'keep-images',
  'images-to-keep': 'keep-images',
}

/** The contract's defaults; action.yml repeats them and a test compares the two. `github-token` is GitHub's to fill in. */
export const inputDefaults = {
  mode: 'deploy',
  'environment-variables-strategy': 'merge',
  'create-service': 'true',
  'force-new-deployment': 'false',
  'if-in-progress': 'wait',
  'wait-for-service-stability': 'true',
  'wait-for-minutes': '30',
  'max-retries': '3',
  'verify-url': 'false',
  'verify-status-codes': '200-399',
  'verify-minutes': '5',
  'rollback-on-failure': 'false',
  'rollback-to': 'last-good',
  preview: 'false',
  'preview-ttl': '7d',
  'allow-older-commit': 'false',
  'allow-fork': 'false',
  'track-commit': 'true',
  'check-image': 'true',
  push: 'auto',
  'comment-on-pr': 'true',
  'github-deployment': 'false',
  'job-summary': 'true',
} as const satisfies Partial<Record<InputName, string>>

/** One input as the parsers of scalars take it. */
export const scalarInput = (input: InputName, { texts, problems }: InputSource) => ({
  input,
  text: texts[input],
  problems,
})

/** Path and text of the file that an input names; what cannot be read is a problem. */
export const readNamedFile = async (
  input: InputName,
  source: InputSource,
): Promise<{ path: string; text: string } | undefined> => {
  const path = source.texts[input]?.trim()
  return path === undefined || rejectInlineContent(input, path, source)
    ? undefined
    : readPath(input, path, source)
}

/** Reads a file by a path as the AWS CLI takes it, too: `file://containers.json`. The path is given back without that. */
export const readPath = async (
  input: InputName,
  written: string,
  { problems, readFile }: InputSource,
): Promise<{ path: string; text: string } | undefined> => {
  const path = written.replace(/^fileb?:\/\//, '')
  try {
    return { path, text: await readFile(path) }
  } catch (error) {
    const message = `cannot be read: ${error instanceof Error ? error.message : error}`
    const line = error instanceof Error && 'line' in error && typeof error.line === 'number' ? error.line : 0
    problems.add({ input, message, ...(line > 0 && { file: path, line }) })
    return undefined
  }
}

/** True, and a problem, if a file's content stands in place of its path: it may hold secrets and is not quoted. */
export const rejectInlineContent = (input: InputName, text: string, { problems }: InputSource): boolean => {
  const lines = text.split('\n')
  if (!lines.some((line) => /[={]|:\s|:$/.test(line)) && (input === 'env-file' || lines.length === 1))
    return false
  problems.add({ input, message: 'must be the path of a file, not what the file holds' })
  return true
}
