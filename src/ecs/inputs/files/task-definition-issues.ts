import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { isRecord, type PlacedIssue, type Plain } from '../../../inputs/documents/records.ts'
import { unexpandedPart } from '../../../inputs/placeholders.ts'
import { validateTag } from '../../../options/tags.ts'
import { listAt } from '../../../text/json.ts'
import { validateImage } from '../../images/image-reference.ts'
import { secretReferenceFault } from '../../model/constraints.ts'
import { placeholderIssues } from './placeholders.ts'

/** What the schema cannot say of a task definition, and ECS would refuse; whatever has another shape is passed over. */
export function taskDefinitionIssues(
  content: Plain,
  { hasImage }: { hasImage(container: string, count: number): boolean },
): PlacedIssue[] {
  const issues: PlacedIssue[] = []
  const check = (fault: string | undefined, at: DocumentPath) => {
    if (fault !== undefined) issues.push({ message: `"${at.join('.')}": ${fault}`, at })
  }
  const { family, tags } = content
  if (typeof family === 'string') check(familyFault(family), ['family'])
  const containers = listAt(content, 'containerDefinitions')
  const names = new Map<unknown, number>()
  for (const [index, container] of containers.entries()) {
    const at = ['containerDefinitions', index]
    if (!isRecord(container)) continue
    const { name, image } = container
    if (name === undefined) check('a container needs a name', [...at, 'name'])
    else if (names.has(name)) check(`another container is also called "${name}"`, [...at, 'name'])
    names.set(name, index)
    const isGiven = typeof name === 'string' && hasImage(name, containers.length)
    if (!isGiven && image === undefined)
      check('is missing: write it here, or set the input image', [...at, 'image'])
    if (!isGiven && typeof image === 'string') check(fileImageFault(image), [...at, 'image'])
    check(doubleNameFault(container), [...at, 'secrets'])
    for (const [place, secret] of listAt(container, 'secrets').entries())
      if (isRecord(secret))
        check(fileSecretFault(secret['valueFrom']), [...at, 'secrets', place, 'valueFrom'])
    for (const [place, variable] of listAt(container, 'environment').entries())
      if (isRecord(variable) && variable['name'] === undefined)
        check('a variable needs a name', [...at, 'environment', place])
  }
  for (const { message, at } of fargateFaults(content)) check(message, at)
  if (Array.isArray(tags)) check(validateTag(tagMap(tags)), ['tags'])
  return [...issues, ...placeholderIssues(content)]
}

/** Blank ones are left out, and placeholders are told of with all others. */
function fileSecretFault(valueFrom: unknown): string | undefined {
  if (typeof valueFrom !== 'string' || valueFrom === '' || unexpandedPart(valueFrom) !== undefined)
    return undefined
  return secretReferenceFault(valueFrom)
}

function familyFault(family: string): string | undefined {
  return /^[\w-]{1,255}$/.test(family)
    ? undefined
    : 'must be 1 to 255 letters, digits, "_" and "-", without a revision'
}

/** Nothing in a file is expanded; an image is never right with one of these. */
function fileImageFault(image: string): string | undefined {
  if (/^todo$/i.test(image)) return 'holds a placeholder; write an image that ECS can pull from its registry'
  return /\$\{|\{\{|\$[A-Za-z_]|<%/.test(image)
    ? `"${image}" contains an expression, which nothing expands in a file: use the input image or images instead`
    : validateImage(image)
}

/** A secret and a plain variable of the same name: ECS refuses that. */
function doubleNameFault({ environment, secrets }: Plain): string | undefined {
  const namesIn = (list: unknown) =>
    Array.isArray(list) ? list.map((entry) => (isRecord(entry) ? entry['name'] : undefined)) : []
  const plain = namesIn(environment)
  const both = namesIn(secrets).find((name) => typeof name === 'string' && plain.includes(name))
  return both === undefined
    ? undefined
    : `${both} is also in "environment"; a name can be in only one of the two`
}

/** AWS's page "Amazon ECS task definition parameters for Fargate". */
function fargateFaults(content: Plain): PlacedIssue[] {
  const { requiresCompatibilities: launchTypes, networkMode, cpu, memory } = content
  if (!Array.isArray(launchTypes) || !launchTypes.includes('FARGATE')) return []
  const at = ['requiresCompatibilities']
  return [
    ...(networkMode === 'awsvpc' ? [] : [{ message: 'FARGATE requires networkMode: awsvpc', at }]),
    ...(cpu === undefined ? [{ message: 'FARGATE requires the cpu of the task, such as cpu: 256', at }] : []),
    ...(memory === undefined
      ? [{ message: 'FARGATE requires the memory of the task, such as memory: 512', at }]
      : []),
  ]
}

/** Tags of a file by their keys; what has another shape is left out. */
export function tagMap(tags: readonly unknown[]): Record<string, string> {
  return Object.fromEntries(
    tags.flatMap((tag) => {
      const { key, value } = isRecord(tag) ? tag : {}
      return typeof key === 'string' ? [[key, typeof value === 'string' ? value : '']] : []
    }),
  )
}
