import type { Displaced } from '../rollout/contract/target.ts'
import { type RetryPolicy, retry, transientErrors } from '../runtime/retry.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { checkCommitOrder, orderNotices } from './commit-order.ts'
import { deployedCommit, type TaggedDeployment } from './resource-tags.ts'
import type { RepositoryIdentity, RunSource } from './run-source.ts'
import type { SourceControl } from './source-control.ts'

/** Somebody else's deployment that was started between our observation and our write, and that ours replaced. */
export interface Collision {
  /** The other deployment, in words: `version 18 of shop`. */
  readonly displaced: string
  /** Ours, in words: `version 19`. */
  readonly ours: string
  /** The earlier deployment whose content ours repeats, in words; `undefined` for new content. */
  readonly copyOf: string | undefined
  /** A requested rollback: newer deployments are to be replaced, too. */
  readonly isMeant: boolean
}

/**
 * Decides about a deployment that ours replaced although our plan did not know of it. A copy of an earlier deployment must not
 * replace a newer one, except in a requested rollback; new content must not if its commit is older.
 */
export async function judgeCollision(
  { displaced, ours, copyOf, isMeant }: Collision,
  {
    runSource,
    reporting,
    knowsOrder,
    host,
    pullRequest: number,
    commitOfDisplaced,
  }: {
    readonly runSource: RunSource | undefined
    readonly reporting: { readonly token: string | undefined }
    /** Whether the commit of this run is compared. */
    readonly knowsOrder: boolean
    readonly host: SourceControl | undefined
    /** The one that this run deploys a preview of. */
    readonly pullRequest: number | undefined
    /** Of this repository; `undefined` if it is not known. */
    commitOfDisplaced(source: RunSource): Promise<string | undefined>
  },
): Promise<Displaced> {
  const came = `somebody else deployed ${displaced} while this run was starting`
  const told = `${came}: ${ours} replaced it and does not contain its changes`
  if (copyOf !== undefined) {
    if (isMeant) return { message: told }
    return {
      message: told,
      cause: {
        reasonCode: 'newer-version',
        reason: `${came}, and ${ours} has only the content of the earlier ${copyOf}`,
        fix: 'give the workflow a concurrency group so that its runs queue; run it again if this version is still wanted',
      },
    }
  }
  if (!runSource || !knowsOrder) return { message: told }
  const deployed = await commitOfDisplaced(runSource)
  if (deployed === undefined) return { message: `${told}; its commit is unknown` }
  if (deployed === runSource.sha) return { message: told }
  const [relation, pullRequest] = await Promise.all([
    host?.relation(deployed, runSource.sha),
    number === undefined ? undefined : host?.pullRequest(number),
  ])
  const order = { deployed, relation }
  const fault = checkCommitOrder({ runSource, deployed: displaced }, { order, pullRequest })
  if (!fault) return { message: [told, ...orderNotices({ runSource, reporting }, order)].join('; ') }
  const { reasonCode, message, fix } = fault
  return { message: `${told}; ${message}`, cause: { reasonCode, reason: message, fix } }
}

/**
 * The commit of the deployment that came between. Its run writes the tag after its deployment was accepted, so it may be missing in
 * our reply and be there now.
 */
export async function commitOfDisplaced(
  repository: RepositoryIdentity,
  {
    inReply,
    look,
    retries,
  }: {
    readonly inReply: TaggedDeployment
    /** The same, as it is now; throws only `ServiceError`. */
    look(): Promise<TaggedDeployment | undefined>
    readonly retries: RetryPolicy
  },
): Promise<string | undefined> {
  const known = deployedCommit(inReply, repository)
  if (known !== undefined) return known
  try {
    const now = await retry(look, transientErrors, retries)
    return now && deployedCommit(now, repository)
  } catch (failure) {
    if (failure instanceof ServiceError) return undefined
    throw failure
  }
}
