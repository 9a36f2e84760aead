import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { CodeOf } from '../../verdict/reason-codes.ts'
import type { DeploymentSpec, HealthCheck, Ports } from './deployment.ts'

/** What the inputs say about the deployment; what they do not mention stays as it is. */
export interface DeploymentPatch {
  /** A whole deployment from `deployment-file`: it replaces what runs. */
  readonly file?: DeploymentSpec
  readonly containerName?: string
  readonly image?: string
  readonly images?: Readonly<Record<string, string>>
  readonly containerPort?: number
  readonly ports?: Ports
  readonly command?: readonly string[]
  readonly environment?: {
    readonly values: Readonly<Record<string, string>>
    readonly strategy: 'merge' | 'overwrite'
  }
  readonly publicEndpoint?: { readonly containerName: string } | 'none'
  readonly publicPort?: number
  readonly healthCheck?: Partial<HealthCheck>
}

export function fault(reasonCode: CodeOf<'refused'>, message: string, fix: string): { fault: Refusal } {
  return {
    fault: { reasonCode, message, fix },
  }
}
