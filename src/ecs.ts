import { runAction } from './action/run-action.ts'
import { ecs } from './ecs/provider.ts'

/** The action of the folder ecs: Amazon ECS. */
export async function run(): Promise<void> {
  await runAction(ecs)
}
