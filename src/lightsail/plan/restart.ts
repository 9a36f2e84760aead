import type { Change } from '../../rollout/contract/plan.ts'
import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { ResolvedImages } from '../images/inventory.ts'
import type { Request } from '../inputs/request-types.ts'
import { imagesOf, isFixedImage } from '../model/deployment.ts'
import { baseForPatch, type Deployment, type Service } from '../model/service.ts'

/** Deploys what runs again, unchanged: a new deployment is asked for without any content. */
export function isRestart({ deployment, forceNewDeployment, mode }: Request): boolean {
  return forceNewDeployment && deployment === undefined && (mode === 'deploy' || mode === 'plan')
}

/** The content that is deployed once more, or why there is none. */
export function restartDesiredState(service: Service): ResolvedImages | { fault: Refusal } {
  const spec = baseForPatch(service)?.spec
  return spec
    ? { spec, shown: spec, pushes: [], notices: [] }
    : {
        fault: {
          reasonCode: 'nothing-to-deploy',
          message: `nothing runs in ${service.name}, so there is nothing to restart`,
          fix: 'give an image, which deploys it; force-new-deployment alone restarts what runs',
        },
      }
}

/** A restart as a line of the plan. */
export function restartChange({ version, spec }: Deployment): Change {
  const moving = imagesOf(spec).filter((image) => !isFixedImage(image))
  const note = moving.length === 0 ? '' : `; ${moving.join(', ')} may mean another image by now`
  return {
    sign: '~',
    subject: 'deployment',
    detail: `restart of version ${version}: its content becomes a new version${note}`,
  }
}
