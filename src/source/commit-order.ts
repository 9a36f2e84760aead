import type { Request } from '../lightsail/inputs/request.ts'
import type { Refusal } from '../lightsail/model/deployment-patch.ts'
import type { Service } from '../lightsail/model/service.ts'
import { isRestart } from '../lightsail/plan/restart.ts'
import { deployedCommit } from './resource-tags.ts'
import { identityOf } from './run-source.ts'
import type { CommitRelation, SourceControl } from './source-control.ts'

/** How this run's commit stands to the one that is deployed. */
export interface CommitComparison {
  readonly deployed: string
  /** `undefined` if nobody could tell. */
  readonly relation: CommitRelation | undefined
}

/** Whether the commit of this run counts: what is only restarted is of the commit that runs already. */
export const knowsOrder = (request: Request): boolean =>
  request.trackCommit && !request.allowOlderCommit && !isRestart(request)

/** Asks how the two commits stand to each other, if both are known and it matters. */
export const compareWithDeployed = async (
  request: Request,
  service: Service | undefined,
  host: SourceControl | undefined,
): Promise<CommitComparison | undefined> => {
  const { provenance } = request
  if (!provenance || !service || !knowsOrder(request)) return undefined
  const deployed = deployedCommit(service, identityOf(provenance))
  if (deployed === undefined || deployed === provenance.sha) return undefined
  return { deployed, relation: await host?.relation(deployed, provenance.sha) }
}

/**
 * An older commit must not go over a newer one. A branch of its own is neither, unless the deployed one is what the pull
 * request holds now: then ours was pushed over.
 */
export const checkCommitOrder = (
  { provenance, serviceName }: Request,
  {
    service,
    around,
  }: {
    readonly service: Service | undefined
    readonly around?: {
      readonly order?: CommitComparison | undefined
      readonly pullRequest?: { readonly headSha: string } | undefined
    }
  },
): Refusal | undefined => {
  const order = around?.order
  const isReplaced = order?.relation === 'diverged' && around?.pullRequest?.headSha === order.deployed
  if (!provenance || !order || (order.relation !== 'behind' && !isReplaced)) return undefined
  const [ours, deployed] = [provenance.sha, order.deployed].map((sha) => sha.slice(0, 7))
  const version = service?.current ? `version ${service.current.version} of ${serviceName}` : serviceName
  return {
    reasonCode: 'older-commit',
    message: `commit ${ours} is older than ${deployed}, which ${version} was deployed from`,
    fix: 'let the run of the newest commit deploy; to go back on purpose use mode: rollback, or set allow-older-commit: true',
  }
}

/** What is said when the order is not known: it never keeps a run from deploying. */
export const orderNotices = (
  { provenance, reporting }: Request,
  order: CommitComparison | undefined,
): string[] => {
  if (!order || order.relation !== undefined || !provenance) return []
  const [ours, deployed] = [provenance.sha, order.deployed].map((sha) => sha.slice(0, 7))
  const why = reporting.token === undefined ? 'github-token is blank' : 'GitHub does not tell'
  return [`whether commit ${ours} is newer than ${deployed}, which is deployed, is not known: ${why}`]
}
