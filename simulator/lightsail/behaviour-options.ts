/**
 * Unknown behaviour of the real service, as switches (docs/lightsail-facts.md §11 and everything it marks inferred). A correct
 * client works with every setting. Times are in seconds.
 */
export interface Switches {
  /** Container services the account may have in the Region (§4: 100; new accounts may have 0). */
  readonly serviceQuota: number
  /** Stored images per service (§4). */
  readonly imageQuota: number
  /** Deployments listed per service (§4). */
  readonly deploymentsKept: number
  /** Certificates that are not expired, per Region (§4). */
  readonly certificateQuota: number
  /** From creation to READY (§2.5: several minutes). */
  readonly creationSeconds: number
  /** `ready` in the end, or PENDING for ever with one of the two dead-end codes (§2.1). */
  readonly creation: 'ready' | 'CERTIFICATE_LIMIT_EXCEEDED' | 'UNKNOWN_ERROR'
  /** How long UPDATING lasts (§2.5: a few minutes). */
  readonly updateSeconds: number
  /** How long DELETING lasts (§1.5: only briefly). */
  readonly deleteSeconds: number
  /** GetContainerServices and GetContainerServiceDeployments return the state of this long ago. */
  readonly readLagSeconds: number
  /** A log line can be read this long after it was written (§6). */
  readonly logLagSeconds: number
  /** Log lines per page (§11: not found). */
  readonly logPageSize: number
  /** Number of empty pages with a token before the first page with lines (§6). */
  readonly emptyLogPages: number
  /** The log of a container that never was in a deployment (§11). */
  readonly unknownContainerLog: 'empty' | 'not-found'
  /** The deployment-given-up line carries `[deployment:N]` like the others (§2.6 shows it bare). */
  readonly canceledLineHasPrefix: boolean
  /** A FAILED deployment stays visible as nextDeployment until another is made (§2.3). */
  readonly failedStaysInNextDeployment: boolean
  /** CreateContainerService with a deployment answers with nextDeployment. */
  readonly createReplyShowsNextDeployment: boolean
  /** GetContainerServices shows nextDeployment while the service is PENDING. */
  readonly pendingShowsNextDeployment: boolean
  /** CreateContainerServiceDeployment answers with nextDeployment (§1.5: Terraform takes its absence for an error). */
  readonly deployReplyShowsNextDeployment: boolean
  /** Order of GetContainerServiceDeployments; the documentation says both (§1.5). */
  readonly deploymentOrder: 'newest-first' | 'ascending'
  /** Detail codes come in order, some are left out, come twice, or never come (§2.2). */
  readonly detailCodes: 'all' | 'skipped' | 'repeated' | 'absent'
  /** State of the deployment that a disabled service still holds (§2.2). */
  readonly disabledDeploymentState: 'ACTIVE' | 'INACTIVE'
  /** DeleteContainerService while DELETING (§11). */
  readonly secondDelete: 'accepted' | 'rejected'
  /** DeleteContainerService while a deployment is in progress (§2.4). */
  readonly deleteWhileDeploying: 'rejected' | 'accepted'
  /** UpdateContainerService sets the whole map of domains, or only the certificates it names (§1.5, §8.13). */
  readonly publicDomainNamesUpdate: 'replaces' | 'merges'
  /** One image counter per service, or one per label (§3). */
  readonly imageNumbering: 'per-service' | 'per-label'
  /** A deployment of `.latest` shows the number it was resolved to (§3). */
  readonly latestIsShownResolved: boolean
  /** DeleteContainerImage of an image of the current deployment (§11; the console refuses). */
  readonly deleteImageInUse: 'rejected' | 'accepted'
  /** Address that CreateContainerServiceRegistryLogin returns, for a real registry. */
  readonly registryAddress: string | undefined
  /** Login of that registry. */
  readonly registryUsername: string
  /** A new password with each login, like the real service, unless given. */
  readonly registryPassword: string | undefined
  /** How a certificate ends after `certificateSeconds`. */
  readonly certificateEnd: 'ISSUED' | 'VALIDATION_TIMED_OUT' | 'FAILED' | 'PENDING_VALIDATION'
  readonly certificateSeconds: number
  /** From ACTIVE to the default URL answering with the new version (§7, §11). */
  readonly servingLagSeconds: number
  /**
   * Value of `url` in place of the real form, with `{service}` replaced. `loopback` is a URL at which the simulator itself answers
   * as the service (public-endpoint.ts).
   */
  readonly urlTemplate: string | undefined
}

export const defaultSwitches: Switches = {
  serviceQuota: 100,
  imageQuota: 150,
  deploymentsKept: 50,
  certificateQuota: 10,
  creationSeconds: 180,
  creation: 'ready',
  updateSeconds: 120,
  deleteSeconds: 20,
  readLagSeconds: 0,
  logLagSeconds: 90,
  logPageSize: 100,
  emptyLogPages: 0,
  unknownContainerLog: 'empty',
  canceledLineHasPrefix: false,
  failedStaysInNextDeployment: false,
  createReplyShowsNextDeployment: true,
  pendingShowsNextDeployment: true,
  deployReplyShowsNextDeployment: true,
  deploymentOrder: 'newest-first',
  detailCodes: 'all',
  disabledDeploymentState: 'ACTIVE',
  secondDelete: 'accepted',
  deleteWhileDeploying: 'rejected',
  publicDomainNamesUpdate: 'replaces',
  imageNumbering: 'per-service',
  latestIsShownResolved: true,
  deleteImageInUse: 'rejected',
  registryAddress: undefined,
  registryUsername: 'AWS',
  registryPassword: undefined,
  certificateEnd: 'ISSUED',
  certificateSeconds: 300,
  servingLagSeconds: 30,
  urlTemplate: undefined,
}
