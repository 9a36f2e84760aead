import type { Diagnostics } from '../../rollout/contract/diagnostics.ts'
import { diagnosticsOnDemand } from '../../rollout/late-diagnostics.ts'
import type { StartedDeployment } from '../rollout/started.ts'
import type { DiagnosticsDependencies } from './diagnostics.ts'

/** The diagnostics of a deployment, which are loaded with the first look. */
export function deploymentDiagnostics(
  deployment: StartedDeployment,
  dependencies: DiagnosticsDependencies,
): Diagnostics {
  const { serviceTime } = dependencies.api
  // A change of the count is followed by the deployment that it changes, which may be old.
  const createdAt = deployment.kind === 'count' ? serviceTime() : (deployment.createdAt ?? serviceTime())
  return diagnosticsOnDemand(async () => {
    const { rolloutDiagnostics } = await import('./diagnostics.ts')
    return rolloutDiagnostics({ ...deployment, createdAt }, dependencies)
  })
}
