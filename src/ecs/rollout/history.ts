import { ServiceError } from '../../runtime/service-error.ts'
import type { EcsApi } from '../api/ecs-api.ts'
import type { PastRollout } from '../model/service.ts'
import { type Readable, readValue } from '../plan/steps.ts'

/** Rollouts that a rollback looks through, and service revisions that one call describes. */
const MAX_ROLLOUTS = 100
const MAX_REVISIONS = 20

/** Rollouts that ended well, newest first, with the task definitions of the newest of them. */
export async function readHistory(
  api: Pick<EcsApi, 'listServiceDeployments' | 'getServiceRevisions'>,
  name: { readonly cluster: string; readonly service: string },
): Promise<Readable<readonly PastRollout[]>> {
  return await readable('ecs:ListServiceDeployments', async () => {
    const briefs = await api.listServiceDeployments(name, { statuses: ['SUCCESSFUL'], most: MAX_ROLLOUTS })
    const arns = [...new Set(briefs.map(({ targetRevision }) => targetRevision))].slice(0, MAX_REVISIONS)
    const revisions =
      arns.length === 0
        ? []
        : readValue(await readable('ecs:DescribeServiceRevisions', () => api.getServiceRevisions(arns)))
    const definitions = new Map((revisions ?? []).map(({ arn, taskDefinition }) => [arn, taskDefinition]))
    return briefs.map(({ arn, status, createdAt, targetRevision }) => ({
      ...{ arn, status, createdAt, serviceRevision: targetRevision },
      taskDefinition: definitions.get(targetRevision),
    }))
  })
}

const newer: readonly string[] = ['ecs:ListServiceDeployments', 'ecs:DescribeServiceRevisions']

/** A missing permission becomes part of the observation; every other error ends the run. */
export async function readable<Value>(
  action: string,
  read: () => Promise<Value | undefined>,
): Promise<Readable<Value>> {
  try {
    const value = await read()
    return value === undefined ? { kind: 'missing' } : { kind: 'read', value }
  } catch (failure) {
    if (!(failure instanceof ServiceError)) throw failure
    if (failure.kind === 'access-denied') return { kind: 'denied', action }
    // The calls on service deployments are newer than some partitions (docs/ecs-facts.md §2b).
    if (failure.kind === 'rejected' && newer.includes(action))
      return { kind: 'denied', action, isUnknown: true }
    throw failure
  }
}
