import type { Refusal } from '../../rollout/contract/refusal.ts'
import { isOfRepository, repositoryMarks, tagKeys, tagValue } from '../../source/resource-tags.ts'
import type { RepositoryIdentity } from '../../source/run-source.ts'
import type { Service } from '../model/service.ts'
import type { Intent } from './intent.ts'
import { previewName } from './name.ts'

/** A service of its own for one pull request. */
export interface Preview extends RepositoryIdentity {
  /** `service-name` as written. */
  readonly base: string
  readonly pullRequest: number
  readonly intent: Intent
  /** From each deployment on, in milliseconds. */
  readonly lifetimeMs: number
  /** How many previews of the base may exist. */
  readonly limit: number | undefined
}

type Family = Pick<Preview, 'base' | 'repository' | 'repositoryId'>

/** Who a preview belongs to; the marks that never change, on the service from its creation on. */
export function previewTags(preview: Preview): Readonly<Record<string, string>> {
  return {
    [tagKeys.base]: preview.base,
    ...repositoryMarks(preview),
    [tagKeys.pullRequest]: String(preview.pullRequest),
  }
}

/** When a preview that is deployed now may go. */
export function expiryTag({ lifetimeMs }: Preview, now: number): Readonly<Record<string, string>> {
  return {
    [tagKeys.expires]: new Date(now + lifetimeMs).toISOString(),
  }
}

/** The pull request of a service that is a preview of this family; `undefined` for every other service. */
export function pullRequestOf({ name, tags }: Service, family: Family): number | undefined {
  const number = tagValue(tags, tagKeys.pullRequest) ?? ''
  const { base } = family
  const isOfFamily = tagValue(tags, tagKeys.base) === base && isOfRepository(tags, family)
  if (!isOfFamily || !/^[1-9]\d{0,14}$/.test(number)) return undefined
  return name === previewName(base, Number(number)) ? Number(number) : undefined
}

/** Milliseconds since the epoch; `undefined` if the tag is missing or not a date, which does not permit deletion. */
export function expiryOf({ tags }: Service): number | undefined {
  const at = Date.parse(tagValue(tags, tagKeys.expires) ?? '')
  return Number.isNaN(at) ? undefined : at
}

/** Why a service with the preview's name must not be changed: it does not have the tags of this pull request. */
export function checkOwnership(service: Service, preview: Preview): Refusal | undefined {
  if (pullRequestOf(service, preview) === preview.pullRequest) return undefined
  const { name, tags } = service
  const { base, repository, repositoryId, pullRequest } = preview
  const owner = tagValue(tags, tagKeys.repository)
  const id = tagValue(tags, tagKeys.repositoryId)
  // Of the same name, but with another number: the name was given to another repository since then.
  const numbered =
    id !== undefined && repositoryId !== undefined && id !== repositoryId
      ? ` (repository ${id}, this one is ${repositoryId})`
      : ''
  const whose =
    tagValue(tags, tagKeys.base) === undefined || owner === undefined
      ? 'it does not have the tags of a preview'
      : `its tags say that it is the preview of ${tagValue(tags, tagKeys.base)} for pull request ${tagValue(tags, tagKeys.pullRequest) ?? '?'} of ${owner}${numbered}`
  return {
    reasonCode: 'preview-name-taken',
    message: `${name} is not the preview of ${base} for pull request ${pullRequest} of ${repository}: ${whose}; it was not touched`,
    fix: 'choose another service-name for the previews, or delete that service if it is not needed',
  }
}
