import { splitCommandLine } from '../../inputs/command-line.ts'
import { parseKeyValues } from '../../inputs/key-value.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import { validateImage } from '../images/image-reference.ts'
import { roleFault, secretReferenceFault, taskDefinitionFault } from '../model/constraints.ts'
import type { TaskDefinitionPatch } from '../model/patch.ts'
import { containerNamed, type TaskDefinitionContent } from '../model/task-definition.ts'
import { patchedTaskDefinition } from '../model/task-definition-patch.ts'
import { loadTaskDefinitionFile } from './files/task-definition-input.ts'
import { parseList, parseMap } from './lists.ts'
import { type InputName, type InputSource, inputDefaults } from './names.ts'

/** Everything that the inputs and the file say about the task definition. */
export interface ParsedTaskDefinition {
  /** Absent if they say nothing. */
  readonly patch: TaskDefinitionPatch | undefined
  /** Values of variables, also those that another of the same name replaced. */
  readonly secrets: readonly string[]
  readonly warnings: readonly string[]
  readonly notices: readonly string[]
}

export async function parseTaskDefinition(source: InputSource): Promise<ParsedTaskDefinition> {
  const { texts, issues } = source
  const ofEnvironment = isAboutEnvironment(texts)
    ? await (await import('../../options/environment-variables.ts')).parseEnvironment(source)
    : undefined
  const containerNames = parseList('container-name', source)
  const image = parseImage(source)
  const images = parseImages(source)
  const hasImage = (name: string, count: number) =>
    Object.hasOwn(images ?? {}, name) ||
    (image !== undefined && (containerNames ? containerNames.includes(name) : count === 1))
  const keptKeys = parseList('keep-null-value-keys', source) ?? []
  const patch: TaskDefinitionPatch = defined({
    file: await loadTaskDefinitionFile(source, { keptKeys, hasImage }),
    named: parseNamed(source),
    containerNames,
    image,
    images,
    command: splitCommandLine({ input: 'command', text: texts.command, issues }),
    environment: ofEnvironment?.environment,
    secrets: await parseMap('secrets', source, 'NAME=valueFrom, such as DB_PASSWORD=arn:aws:ssm:…'),
    environmentFiles: parseEnvironmentFiles(source),
    dockerLabels: await parseMap('docker-labels', source, 'key=value, such as com.example.team=shop'),
    logDriver: texts['log-configuration-log-driver']?.trim(),
    logOptions: await parseMap(
      'log-configuration-options',
      source,
      'key=value, such as awslogs-group=/ecs/shop',
    ),
    taskRoleArn: parseRole('task-role-arn', source),
    executionRoleArn: parseRole('execution-role-arn', source),
  })
  checkNames(patch, source)
  const saysNothing = Object.keys(patch).every((key) => key === 'containerNames')
  return {
    patch: saysNothing ? undefined : patch,
    secrets: ofEnvironment?.secrets ?? [],
    warnings: ofEnvironment?.remarks.warnings ?? [],
    notices: ofEnvironment?.remarks.notices ?? [],
  }
}

/** Issues of inputs that contradict each other or the file. */
function checkNames(patch: TaskDefinitionPatch, { texts, issues }: InputSource): void {
  const { environment, secrets = {}, image, images = {}, containerNames, file } = patch
  const both = Object.keys(secrets).find((name) => Object.hasOwn(environment?.values ?? {}, name))
  if (both !== undefined) {
    const message = `names ${both}, which is also an environment variable; a name can be in only one of the two`
    issues.add({ input: 'secrets', message })
  }
  const [only] = containerNames ?? []
  for (const [name, valueFrom] of Object.entries(secrets)) {
    const fault = secretReferenceFault(valueFrom)
    if (fault !== undefined) issues.add({ input: 'secrets', message: `"${name}" ${fault}` })
  }
  if (image !== undefined && only !== undefined && Object.hasOwn(images, only) && images[only] !== image) {
    const message = `sets a different image for "${only}" than the input image; remove one of the two`
    issues.add({ input: 'images', message })
  }
  if (texts['task-definition'] !== undefined && patch.named !== undefined) {
    const input =
      texts['task-definition-arn'] === undefined ? 'task-definition-family' : 'task-definition-arn'
    issues.add({
      input,
      message:
        'cannot be combined with task-definition, which is already a whole definition; remove one of the two',
    })
  }
  if (file && issues.all.length === 0) {
    const patched = patchedTaskDefinition(patch, file)
    if ('fault' in patched) issues.add(patchIssue(patched.fault, images, file.content))
  }
}

/** A fault of the inputs beside the file, at the input that has it. */
function patchIssue(
  { reasonCode, message, fix }: Refusal,
  images: Readonly<Record<string, string>>,
  content: TaskDefinitionContent,
): { readonly input: InputName; readonly message: string } {
  if (reasonCode === 'unknown-container') {
    const isOfImages = Object.keys(images).some((name) => containerNamed(content, name) === undefined)
    const input = isOfImages ? 'images' : 'container-name'
    return { input, message: message.replace(`${input} `, '') }
  }
  const input = reasonCode === 'container-name-needed' ? 'container-name' : 'log-configuration-options'
  return { input, message: `${message}; ${fix}` }
}

/** Without variables, only a strategy that is written has anything wrong with it. */
function isAboutEnvironment(texts: InputSource['texts']): boolean {
  return (
    texts['environment-variables'] !== undefined ||
    texts['env-file'] !== undefined ||
    texts['environment-variables-strategy'] !== inputDefaults['environment-variables-strategy']
  )
}

/** Leaves out what is undefined, so that absent and undefined are the same. */
export function defined<Shape extends object>(
  values: { [Key in keyof Shape]: Shape[Key] | undefined },
): Shape {
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as Shape
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
  const pairs = [...parseKeyValues({ input, text, issues, form })].map(
    ([name, image]) => [name, image.trim()] as const,
  )
  for (const [, image] of pairs) {
    const fault = validateImage(image)
    if (fault !== undefined) issues.add({ input, message: fault })
  }
  return Object.fromEntries(pairs)
}

/** `task-definition-arn`, or the family and revision that AWS's render action takes. */
function parseNamed({ texts, issues }: InputSource): string | undefined {
  const arn = texts['task-definition-arn']?.trim()
  const family = texts['task-definition-family']?.trim()
  const revision = texts['task-definition-revision']?.trim()
  if (family === undefined && revision !== undefined)
    issues.add({ input: 'task-definition-revision', message: 'has no effect without task-definition-family' })
  if (arn !== undefined && family !== undefined)
    issues.add({
      input: 'task-definition-family',
      message: 'cannot be combined with task-definition-arn; remove one of the two',
    })
  if (revision !== undefined && !/^[1-9]\d*$/.test(revision))
    issues.add({
      input: 'task-definition-revision',
      message: `must be a whole number of 1 or more, not "${revision}"`,
    })
  const named = arn ?? (family === undefined || revision === undefined ? family : `${family}:${revision}`)
  const fault = named === undefined ? undefined : taskDefinitionFault(named)
  if (fault !== undefined)
    issues.add({
      input: arn === undefined ? 'task-definition-family' : 'task-definition-arn',
      message: fault,
    })
  return named
}

function parseEnvironmentFiles(source: InputSource): string[] | undefined {
  const input = 'env-files'
  const arns = parseList(input, source)
  const strange = arns?.find((arn) => !/^arn:aws[\w-]*:s3:::[^/\s]+\/\S+$/.test(arn))
  if (strange !== undefined) {
    const message = `"${strange}" is not the ARN of an S3 object, such as arn:aws:s3:::bucket/shop.env; for a file on this machine use env-file`
    source.issues.add({ input, message })
  }
  return arns
}

function parseRole(input: InputName, { texts, issues }: InputSource): string | undefined {
  const role = texts[input]?.trim()
  const fault = role === undefined ? undefined : roleFault(role)
  if (fault !== undefined) issues.add({ input, message: fault })
  return role
}
