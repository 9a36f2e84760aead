import { deployedCommit, type TaggedDeployment } from './resource-tags.ts'
import { identityOf, type RunSource } from './run-source.ts'
import type { CommitRelation, SourceControl } from './source-control.ts'

/** The order of this run's commit and the deployed one. */
export interface CommitComparison {
  readonly deployed: string
  /** `undefined` if it is not known. */
  readonly relation: CommitRelation | undefined
}

/** Why a commit is not deployed. */
export interface CommitRefusal {
  readonly reasonCode: 'older-commit'
  readonly message: string
  readonly fix: string
}

/** Asks how the two commits stand to each other, if both are known and differ. */
export async function compareWithDeployed(
  runSource: RunSource | undefined,
  service: TaggedDeployment | undefined,
  host: SourceControl | undefined,
): Promise<CommitComparison | undefined> {
  if (!runSource || !service) return undefined
  const deployed = deployedCommit(service, identityOf(runSource))
  if (deployed === undefined || deployed === runSource.sha) return undefined
  return { deployed, relation: await host?.relation(deployed, runSource.sha) }
}

/**
 * Refuses a commit that is behind the deployed one. Diverged commits pass, unless the deployed one is the pull request's current
 * head: then ours was force-pushed away.
 */
export function checkCommitOrder(
  {
    runSource,
    deployed: what,
  }: {
    readonly runSource: RunSource | undefined
    /** What is deployed, in words: `version 18 of shop`. */
    readonly deployed: string
  },
  around:
    | {
        readonly order?: CommitComparison | undefined
        readonly pullRequest?: { readonly headSha: string } | undefined
      }
    | undefined,
): CommitRefusal | undefined {
  const order = around?.order
  const isReplaced = order?.relation === 'diverged' && around?.pullRequest?.headSha === order.deployed
  if (!runSource || !order || (order.relation !== 'behind' && !isReplaced)) return undefined
  const [ours, deployed] = [runSource.sha, order.deployed].map((sha) => sha.slice(0, 7))
  return {
    reasonCode: 'older-commit',
    message: `commit ${ours} is older than ${deployed}, which ${what} was deployed from`,
    fix: 'let the run of the newest commit deploy; to go back on purpose, use mode: rollback or set allow-older-commit: true',
  }
}

/** Notice for an unknown order, which never prevents a deployment. */
export function orderNotices(
  {
    runSource,
    reporting,
  }: {
    readonly runSource: RunSource | undefined
    readonly reporting: { readonly token: string | undefined }
  },
  order: CommitComparison | undefined,
): string[] {
  if (!order || order.relation !== undefined || !runSource) return []
  const [ours, deployed] = [runSource.sha, order.deployed].map((sha) => sha.slice(0, 7))
  const why = reporting.token === undefined ? 'github-token is blank' : 'GitHub did not say'
  return [
    `cannot tell whether commit ${ours} is newer than the deployed ${deployed} (${why}), so it is not refused`,
  ]
}
