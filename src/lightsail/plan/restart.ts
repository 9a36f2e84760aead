import { movingTagsText } from '../../diff/moving-tags.ts'
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
          message: `nothing is running in ${service.name}, so there is nothing to restart`,
          fix: 'set image to deploy something; force-new-deployment alone restarts what is running',
        },
      }
}

/** A restart as a line of the plan. */
export function restartChange({ version, spec }: Deployment): Change {
  const moving = imagesOf(spec).filter((image) => !isFixedImage(image))
  const note = moving.length === 0 ? '' : `; ${movingTagsText(moving)}`
  return {
    sign: '~',
    subject: 'deployment',
    detail: `restart version ${version} as a new version${note}`,
  }
}
