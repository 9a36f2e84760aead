import { runAction } from './action/run-action.ts'
import { ecs } from './ecs/provider.ts'

/** The action of the folder ecs: Amazon ECS. */
void runAction(ecs)
