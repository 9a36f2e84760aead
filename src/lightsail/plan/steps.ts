import type { Inspections } from '../../images/registry/inspections.ts'
import type { CommitComparison } from '../../source/commit-order.ts'
import type { ImageInventory, ImagePush } from '../images/inventory.ts'
import type { Certificate } from '../model/certificates.ts'
import type { DeploymentSpec } from '../model/deployment.ts'
import {
  type Deployment,
  lastActive,
  type NewService,
  type Prices,
  type Service,
  type StoredImage,
} from '../model/service.ts'
import type { ServiceUpdate } from '../model/settings.ts'

/** The state before a write. What a run does not need is not read, and absent. */
export interface Observed {
  readonly service: Service | undefined
  /** Newest version first. */
  readonly history?: readonly Deployment[]
  /** `undefined` also if the prices may not be read. */
  readonly prices?: Prices | undefined
  readonly certificates?: readonly Certificate[]
  readonly images?: readonly StoredImage[]
  /** What this run may push; absent if no image could be of this machine. */
  readonly stock?: ImageInventory
  readonly around?: PreflightFacts
  /** What the registries of the images said; absent if none was asked. */
  readonly inspections?: Inspections
  /** Time of the observation, by Lightsail's clock; milliseconds since the epoch. */
  readonly at: number
}

/** Circumstances besides the service that decide whether this run may write to it. */
export interface PreflightFacts {
  /** What the preview's pull request is now: it may have been closed after the event of this run. */
  readonly pullRequest?: { readonly state: 'open' | 'closed'; readonly headSha: string } | undefined
  /** All services of the Region, if one more preview would be made and there is a limit. */
  readonly services?: readonly Service[]
  readonly order?: CommitComparison | undefined
}

interface Write {
  readonly name: string
  /** When the state that this write is based on was observed. */
  readonly observedAt: number
}

/** Creates the service, with its first deployment if possible. */
export interface CreateStep extends Write, NewService {
  readonly kind: 'create'
  /** The service is made first, and deployed to afterwards. */
  readonly deploysLater: boolean
}

/** A write before the deployment, and what shall run in the end. */
interface Preparation extends Write {
  readonly deployment: DeploymentSpec | undefined
  /** Nothing else is to be written. */
  readonly isLast: boolean
}

export interface UpdateStep extends Preparation {
  readonly kind: 'update'
  readonly update: ServiceUpdate
}

export interface TagStep extends Preparation {
  readonly kind: 'tag'
  readonly tags: Readonly<Record<string, string>>
}

/** Pushes and registers images of this machine. */
export interface PushStep extends Preparation {
  readonly kind: 'push'
  readonly pushes: readonly ImagePush[]
  /** What the service holds already. */
  readonly stored: readonly StoredImage[]
}

/** Creates a deployment: the write that starts a rollout. */
export interface DeployStep extends Write {
  readonly kind: 'deploy'
  readonly deployment: DeploymentSpec
  /** What serves now, if anything. */
  readonly previous: Deployment | undefined
  /** The highest version seen: ours is above it. */
  readonly newest: number
  /** The version whose content is deployed once more; absent if the content is this run's own. */
  readonly copyOf?: number
}

/** One write; a run may need several, and plans anew after each. */
export type Step = CreateStep | TagStep | UpdateStep | PushStep | DeployStep

/** The step that puts a deployment over what was observed; `copyOf` is the version that it is a copy of, if it is one. */
export function deployStep(
  service: Service,
  deployment: DeploymentSpec,
  { at: observedAt, copyOf }: { at: number; copyOf: number | undefined },
): DeployStep {
  return {
    kind: 'deploy',
    name: service.name,
    deployment,
    observedAt,
    previous: lastActive(service),
    newest: Math.max(service.current?.version ?? 0, service.next?.version ?? 0),
    ...(copyOf !== undefined && { copyOf }),
  }
}
