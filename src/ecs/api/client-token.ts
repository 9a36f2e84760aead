import { createHash } from 'node:crypto'
import type { ServiceMembers } from '../model/service.ts'

/** ECS takes as many characters (docs/ecs-facts.md §3). */
const MAX_CHARACTERS = 36

/**
 * Identifies one creation of a service, however often it is sent: the same for every retry within one attempt of a run, another for
 * the next attempt.
 */
export function clientToken(
  { runId, attempt }: { runId: string; attempt: string },
  members: ServiceMembers,
): string {
  const text = JSON.stringify([runId, attempt, members])
  return createHash('sha256').update(text).digest('base64url').slice(0, MAX_CHARACTERS)
}

/**
 * Identifies the task of one run, however often the request is sent. Two steps of one job may ask for the same: each has a token of
 * its own, as ECS would answer the second with the task of the first.
 */
export function taskToken(
  { runId, attempt }: { runId: string; attempt: string },
  { now, random }: { now(): number; random(): number },
): string {
  const text = JSON.stringify([runId, attempt, now(), random(), random()])
  return createHash('sha256').update(text).digest('base64url')
}
