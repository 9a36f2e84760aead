import { runAction } from './action/run-action.ts'
import { lightsail } from './lightsail/provider.ts'

/** The action of the repository's root: Amazon Lightsail. */
export async function run(): Promise<void> {
  await runAction(lightsail)
}
