import type { Containers, PowerName, PublicDomainNames, PublicEndpoint, Tag } from './api-types.ts'
import type { Outcome } from './outcomes.ts'

/**
 * What the account remembers. Nothing here ever changes state by itself: every fact carries the epoch milliseconds at
 * which it became true, so the account can be shown as it was at any moment (lifecycle.ts).
 */
export interface AccountRecords {
  readonly id: string
  readonly region: string
  /** Two accounts with the same seed hand out the same ids. */
  readonly seed: string
  readonly services: ServiceRecord[]
  readonly certificates: CertificateRecord[]
  /** How many ids of each kind were handed out. */
  readonly counters: Map<string, number>
}

export interface ServiceRecord {
  readonly name: string
  readonly arn: string
  readonly createdAt: number
  readonly creation: Creation
  readonly initialSettings: Settings
  readonly updates: Update[]
  readonly tagChanges: TagChange[]
  readonly deployments: DeploymentRecord[]
  readonly images: ImageRecord[]
  /** Token at the end of principal ARNs. */
  readonly principalId: string
  deletion?: { readonly at: number; readonly goneAt: number }
}

export type Creation =
  | { readonly kind: 'ready'; readonly readyAt: number }
  | {
      readonly kind: 'stuck'
      readonly stuckAt: number
      readonly code: 'CERTIFICATE_LIMIT_EXCEEDED' | 'UNKNOWN_ERROR'
    }

export interface Settings {
  readonly power: PowerName
  readonly scale: number
  readonly isDisabled: boolean
  readonly publicDomainNames: PublicDomainNames
  readonly ecrRoleIsActive: boolean
}

export interface Update {
  readonly at: number
  readonly endsAt: number
  readonly settings: Settings
}

export interface TagChange {
  readonly at: number
  readonly tags: readonly Tag[]
}

export interface DeploymentRecord {
  readonly version: number
  readonly createdAt: number
  /** When the service is up and starts the deployment; Infinity if it never is. */
  readonly startsAt: number
  readonly containers: Containers
  readonly publicEndpoint?: PublicEndpoint
  readonly outcome: Outcome
  /** Output of real containers so far. */
  readonly output?: ReadonlyMap<string, LogEvent[]>
  /** The container that the outcome happens to; the others are healthy. */
  readonly culprit: string
}

export interface ImageRecord {
  readonly label: string
  readonly number: number
  readonly image: string
  readonly digest: string
  readonly createdAt: number
  deletedAt?: number
}

export interface CertificateRecord {
  readonly name: string
  readonly arn: string
  readonly domainName: string
  readonly subjectAlternativeNames: readonly string[]
  readonly createdAt: number
  readonly settlesAt: number
  readonly end: 'ISSUED' | 'VALIDATION_TIMED_OUT' | 'FAILED' | 'PENDING_VALIDATION'
  readonly tagChanges: TagChange[]
  deletedAt?: number
}

/** A log line; `at` is epoch milliseconds, whole seconds. */
export interface LogEvent {
  readonly at: number
  readonly message: string
}
