import type { Account } from '../../../simulator/lightsail/account.ts'
import { currentDeployment } from '../../../simulator/lightsail/lifecycle.ts'
import { tagKeys } from '../../../src/source/resource-tags.ts'
import type { RunSource } from '../../../src/source/run-source.ts'
import { earlierCommit, type HostAnswers, pushed } from '../machinery/around/source-control.ts'
import type { Inputs } from '../machinery/inputs.ts'
import type { Chance } from '../machinery/prng.ts'

/** Where a run comes from, what the service remembers of earlier runs, and what GitHub says of both. */
export interface Origin extends HostAnswers {
  readonly kind: 'anywhere' | 'push' | 'preview' | 'cleanup'
  readonly runSource: RunSource | undefined
  readonly inputs: Inputs
  readonly serviceName: string
  /** The service is to be deleted: the mode says so, or the event. */
  readonly removes: boolean
  /** Whose marks the service carries when the run begins. */
  readonly marked: 'nobody' | 'earlier run' | 'other pull request'
  /** Somebody deployed after the run that left the marks. */
  readonly isStale: boolean
  readonly sentence: string
}

/** The pull request of a preview run, and those of the other previews by what is to become of them. */
const ourNumber = 7
const closedNumbers = [8, 9]

const hour = 3_600_000

export function drawOrigin(
  chance: Chance,
  { inputs, serviceName, hasQuota }: { inputs: Inputs; serviceName: string; hasQuota: boolean },
): Origin {
  const kind = hasQuota ? kindOf(chance.whole(1, 100), inputs['mode'] ?? 'deploy') : 'anywhere'
  const marked = chance.one(['earlier run', 'earlier run', 'earlier run', 'nobody', 'other pull request'])
  const relation = chance.one(['ahead', 'ahead', 'behind', 'behind', 'diverged', undefined])
  const pullRequest = chance.one(['open', 'open', 'open', 'closed'])
  const action = chance.one(['opened', 'synchronize', 'synchronize', 'closed'])
  const isDeletion = inputs['mode'] === 'delete'
  const drawn = {
    removes: isDeletion,
    marked,
    isStale: chance.percent(25),
    relation,
    pullRequest,
    trouble: chance.one([0, 0, 30, 100]),
  } as const
  if (kind === 'anywhere')
    return { kind, runSource: undefined, inputs, serviceName, ...drawn, sentence: 'anywhere' }
  const told = `GitHub says ${relation}, ${pullRequest}; ${drawn.trouble} % without an answer; marks of ${marked}${drawn.isStale ? ', stale' : ''}`
  if (kind === 'push')
    return { kind, runSource: pushed, inputs, serviceName, ...drawn, sentence: `a push; ${told}` }
  const { 'create-service': _, ...rest } = inputs
  if (kind === 'preview') {
    const name = `${serviceName}-pr-${ourNumber}`
    const runSource = ofPullRequest(action)
    const asked = { ...rest, preview: 'true', ...(chance.percent(30) && { 'preview-limit': '2' }) }
    return {
      ...{ kind, runSource, inputs: asked, serviceName: name, ...drawn },
      removes: isDeletion || (action === 'closed' && inputs['mode'] !== 'plan'),
      sentence: `pull request ${action}; ${told}`,
    }
  }
  const asked = {
    mode: 'cleanup',
    'service-name': serviceName,
    'wait-for-minutes': inputs['wait-for-minutes'] ?? '10',
    'max-retries': inputs['max-retries'] ?? '3',
  }
  return { kind, runSource: pushed, inputs: asked, serviceName, ...drawn, sentence: `a cleanup; ${told}` }
}

function kindOf(roll: number, mode: string): Origin['kind'] {
  if (roll <= 40) return 'anywhere'
  if (roll <= 70) return 'push'
  if (roll <= 90) return ['deploy', 'plan', 'delete'].includes(mode) ? 'preview' : 'push'
  return 'cleanup'
}

function ofPullRequest(action: string): RunSource {
  return {
    ...pushed,
    event: 'pull_request',
    pullRequest: {
      number: ourNumber,
      action,
      state: action === 'closed' ? 'closed' : 'open',
      headRepository: 'acme/shop',
      isFork: false,
      labels: [],
      changedLabel: undefined,
    },
  }
}

/** What earlier runs left: the service under its name, with their marks, and the other previews of its base. */
export function leaveBehind(
  account: Account,
  { kind, marked, isStale, serviceName, inputs }: Origin,
  start: number,
): void {
  if (kind === 'anywhere') return
  const { services } = account.records
  const base = inputs['service-name'] ?? ''
  const last = services.pop()
  if (kind === 'preview' || kind === 'cleanup') arrangePreviews(account, base, start)
  if (!last) return
  const name = kind === 'cleanup' ? `${base}-pr-${ourNumber}` : serviceName
  const service = { ...last, name }
  services.push(service)
  if (marked === 'nobody') return
  const version = (currentDeployment(service, start)?.version ?? 0) - (isStale ? 1 : 0)
  const tags = {
    ...(kind !== 'push' && previewTags(base, marked === 'earlier run' ? ourNumber : 99)),
    ...(kind !== 'push' && { [tagKeys.expires]: new Date(start + 50 * hour).toISOString() }),
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.commit]: earlierCommit,
    [tagKeys.version]: String(version),
    [tagKeys.run]: '4000',
  }
  service.tagChanges.push({ at: service.createdAt, tags: asList(tags) })
}

/** Numbers from 8 on: closed, closed and expired, expired, young; and one that is not of this repository. */
function arrangePreviews(account: Account, base: string, start: number): void {
  const expires = { 8: 40, 9: -1, 10: -30, 11: 40, 12: -30 }
  for (const [number, hours] of Object.entries(expires)) {
    const serviceName = `${base}-pr-${number}`
    const tags = asList({
      ...previewTags(base, Number(number)),
      [tagKeys.expires]: new Date(start + hours * hour).toISOString(),
      [tagKeys.repository]: number === '12' ? 'other/shop' : 'acme/shop',
    })
    account.call(
      'CreateContainerService',
      { serviceName, power: 'nano', scale: 1, tags },
      { at: start - 150 * hour },
    )
  }
}

/** The previews that a cleanup may delete. */
export function isDoomed(name: string, { inputs, pullRequest, marked }: Origin): boolean {
  const base = inputs['service-name']
  const isOurs = name === `${base}-pr-${ourNumber}` && marked === 'earlier run' && pullRequest === 'closed'
  return isOurs || [8, 9, 10].some((number) => name === `${base}-pr-${number}`)
}

function previewTags(base: string, number: number) {
  return {
    [tagKeys.base]: base,
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.pullRequest]: String(number),
  }
}

function asList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

/** By number, as GitHub tells it. */
export function isClosed({ pullRequest }: Origin) {
  return (number: number): boolean =>
    number === ourNumber ? pullRequest === 'closed' : closedNumbers.includes(number)
}
