import { runAction } from './action/run-action.ts'
import { isEcsAction } from './github/saved-state.ts'
import { lightsail } from './lightsail/provider.ts'

/**
 * The action of the repository's root, Amazon Lightsail; or that of the folder ecs, whose files start this one as well and
 * load what is theirs.
 */
if (isEcsAction()) void import('./ecs.ts')
else void runAction(lightsail)
