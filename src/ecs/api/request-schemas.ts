import {
  CreateServiceRequest$,
  RegisterTaskDefinitionRequest$,
  RunTaskRequest$,
  Service$,
  TaskDefinition$,
  UpdateServiceRequest$,
} from '@aws-sdk/client-ecs'

/**
 * The SDK's own schemas of what we send: what is not in them the SDK drops without a word (docs/ecs-facts.md §0.2).
 * `inputs/sdk-schema.ts` reads them; the two of replies tell which members only a reply has.
 */
export const requestSchemas = {
  createService: CreateServiceRequest$ as unknown,
  updateService: UpdateServiceRequest$ as unknown,
  registerTaskDefinition: RegisterTaskDefinitionRequest$ as unknown,
  runTask: RunTaskRequest$ as unknown,
  service: Service$ as unknown,
  taskDefinition: TaskDefinition$ as unknown,
} as const

/** Version of the SDK that is bundled; a test compares it with package.json. */
export const SDK_VERSION = '3.1164.0'
