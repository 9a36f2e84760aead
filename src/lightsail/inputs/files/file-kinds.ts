import type * as z from 'zod/mini'
import type { DocumentPath } from '../../../inputs/documents/document-path.ts'
import { otherFiles } from '../../../inputs/documents/other-tools.ts'
import type { FileKind, Shaped } from '../../../inputs/documents/read-shaped.ts'
import {
  isRecord,
  type PlacedIssue,
  type Plain,
  withoutExtensions,
  withoutNulls,
} from '../../../inputs/documents/records.ts'
import { schemaIssues } from './schema-issues.ts'

/** One of our files: its schema, and what that cannot say. */
interface SchemaFile {
  readonly schema: z.ZodMiniType
  shapeOf(value: unknown): Shaped | PlacedIssue
  /** What the schema cannot say; it gets whatever the file holds. */
  issuesOf(value: Plain): PlacedIssue[]
  keysAt(path: DocumentPath): readonly string[]
}

export function fileKind({ schema, shapeOf, issuesOf, keysAt }: SchemaFile): FileKind {
  return {
    others: otherFiles({ asContainers, fromCloudFormation }, ownOtherFiles),
    isText,
    shapeOf: (value) => shapeOf(withoutExtensions(withoutNulls(value))),
    issuesOf: (value) => {
      const parsed = schema.safeParse(value, { reportInput: true })
      return [
        ...(parsed.success ? [] : schemaIssues(parsed.error.issues, keysAt)),
        ...lostKeys(value),
        ...issuesOf(value),
      ]
    },
  }
}

const asContainers =
  'write each container under "containers" by its name, with image, command (a list), environment (a map) and ports (such as 8080: HTTP)'

const fromCloudFormation = `${asContainers}; CloudFormation's "ContainerName" is the key of the map here, its "Environment" list a map`

const ownOtherFiles = [
  {
    is: 'an ECS task definition',
    keys: ['containerDefinitions', 'taskDefinition', 'taskDefinitionArn', 'requiresCompatibilities'],
    fix: asContainers,
  },
  {
    is: "in CloudFormation's spelling (AWS::Lightsail::Container)",
    keys: ['Containers', 'PublicEndpoint', 'ContainerServiceDeployment', 'ContainerName'],
    fix: `${asContainers}; names start in lower case, and "ContainerName" is the key of the map`,
  },
] as const

function isText(path: DocumentPath): boolean {
  return path.at(-2) === 'environment' || path.slice(-2).join('.') === 'healthCheck.successCodes'
}

/** The schema passes over a key called `__proto__` in silence; as the name of a variable it is none of its business. */
function lostKeys(value: unknown, at: DocumentPath = []): PlacedIssue[] {
  if (!isRecord(value) || at.at(-1) === 'environment') return []
  const areNames = at.at(-1) === 'containers'
  return Object.entries(value).flatMap(([key, inner]) =>
    key === '__proto__' && !areNames
      ? [{ message: `unknown key "${key}"`, at: [...at, key] }]
      : lostKeys(inner, [...at, key]),
  )
}
