import type { Refusal } from '../../rollout/contract/refusal.ts'
import { patchedContainers } from './container-patch.ts'
import type { TaskDefinitionPatch } from './patch.ts'
import type { TaskDefinition, TaskDefinitionContent } from './task-definition.ts'

/** A task definition as it would be registered. */
export interface DesiredTaskDefinition {
  readonly content: TaskDefinitionContent
  readonly tags: Readonly<Record<string, string>>
}

/** True if the inputs change a definition, and do not only name one. */
export function changesDefinition(patch: TaskDefinitionPatch): boolean {
  return Object.entries(patch).some(
    ([key, value]) =>
      !['file', 'named', 'isNamedByService', 'containerNames'].includes(key) && value !== undefined,
  )
}

/**
 * The inputs applied to the file, or to the revision that is named or runs. Tags of what is patched are carried over, but for those
 * that AWS manages.
 */
export function patchedTaskDefinition(
  patch: TaskDefinitionPatch,
  base: Pick<TaskDefinition, 'content' | 'tags'>,
): DesiredTaskDefinition | { readonly fault: Refusal } {
  const { content, tags } = patch.file ?? base
  const patched = patchedContainers(patch, content.containerDefinitions)
  if ('fault' in patched) return patched
  const { taskRoleArn, executionRoleArn } = patch
  return {
    content: {
      ...content,
      containerDefinitions: patched.containers,
      ...(taskRoleArn !== undefined && { taskRoleArn }),
      ...(executionRoleArn !== undefined && { executionRoleArn }),
    },
    tags: Object.fromEntries(Object.entries(tags).filter(([key]) => !key.startsWith('aws:'))),
  }
}
