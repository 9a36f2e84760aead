import { otherFiles } from '../../../inputs/documents/other-tools.ts'
import { type FileKind, readShaped } from '../../../inputs/documents/read-shaped.ts'
import type { Plain } from '../../../inputs/documents/records.ts'
import type { InputIssue } from '../../../inputs/issues.ts'
import { requestSchemas, SDK_VERSION } from '../../api/request-schemas.ts'
import type { TaskDefinitionContent } from '../../model/task-definition.ts'
import { isTextAt, schemaIssues } from '../schema/schema-check.ts'
import { readSdkSchema } from '../schema/sdk-schema.ts'
import { taskDefinitionShape } from './aws-shapes.ts'
import { tagMap, taskDefinitionIssues } from './task-definition-issues.ts'

/** `task-definition`: RegisterTaskDefinition's shape, or what describe-task-definition prints; JSON or YAML. */

export interface TaskDefinitionFile {
  readonly content: TaskDefinitionContent
  readonly tags: Readonly<Record<string, string>>
}

/** What the inputs say that a file need not contain, or contains without effect. */
export interface BesideFile {
  /** Keys under which an empty value is kept, and sent. */
  readonly keptKeys: readonly string[]
  /** True if an input gives the image of that container; `count` containers are in the file. */
  hasImage(container: string, count: number): boolean
}

export const ownForm = {
  asContainers:
    'write a task definition of ECS with "family" and "containerDefinitions", a list of containers with name, image and portMappings',
  fromCloudFormation:
    'write the properties of its AWS::ECS::TaskDefinition, with names starting in lower case',
} as const

const schema = readSdkSchema(requestSchemas.registerTaskDefinition)

function kindOf({ keptKeys, hasImage }: BesideFile): FileKind {
  return {
    others: otherFiles(ownForm, [
      {
        is: 'a deployment file for a service other than ECS',
        keys: ['containers', 'publicEndpoint'],
        fix: ownForm.asContainers,
      },
    ]),
    isText: (path) => isTextAt(schema, path[0] === 'taskDefinition' ? path.slice(1) : path),
    shapeOf: (value) => taskDefinitionShape(value, keptKeys),
    issuesOf: (value) => [
      ...schemaIssues(value, schema, SDK_VERSION),
      ...taskDefinitionIssues(value, { hasImage }),
    ],
  }
}

/** Reads and checks a task definition. The issues carry line and column, and no value of an environment. */
export function readTaskDefinitionFile(
  text: string,
  beside: BesideFile,
): TaskDefinitionFile | { readonly issues: InputIssue[] } {
  const read = readShaped(text, kindOf(beside))
  if ('issues' in read) return read
  const { tags, ...content } = read.value
  return {
    content: withImages(content) as unknown as TaskDefinitionContent,
    tags: Array.isArray(tags) ? tagMap(tags) : {},
  }
}

/** A container whose image an input gives has none in the file; it gets one before anything is compared or sent. */
function withImages(content: Plain): Plain {
  const containers = content['containerDefinitions'] as readonly Plain[]
  return {
    ...content,
    containerDefinitions: containers.map((container) => ({ image: '', ...container })),
  }
}
