import { isEcsAction, isIdlePostStep } from './github/step-file.ts'

/** All files that GitHub starts begin here, and nothing else starts a run: what is imported later only offers it. */
async function main(): Promise<void> {
  const { run } = await (isEcsAction() ? import('./ecs.ts') : import('./lightsail.ts'))
  await run()
}

if (!isIdlePostStep()) void main()
