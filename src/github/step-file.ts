/** What the file that GitHub started tells of the step. Loaded before anything else, so it imports nothing. */

/**
 * True in the post step. Decided by the entry file (`dist/post.js`, `dist/ecs-post.js`), not by saved state: a main step that was
 * killed early saved nothing, and its post step must not deploy.
 */
export function isPostStep(startedFile: string | undefined): boolean {
  return /(?:^|[/\\-])post\.js$/.test(startedFile ?? '')
}

/** `dist/ecs.js`, `dist/ecs-post.js`. */
export function isEcsAction(startedFile = process.argv[1]): boolean {
  return /(?:^|[/\\])ecs(?:-post)?\.js$/.test(startedFile ?? '')
}

/**
 * True for the post step of a run that reported its end, left nothing open at GitHub and made no folder: it has nothing to do, and
 * most post steps are of such runs.
 */
export function isIdlePostStep(startedFile = process.argv[1], environment = process.env): boolean {
  const left = (name: string) => (environment[`STATE_${name}`] ?? '') !== ''
  return isPostStep(startedFile) && left('reported') && !left('open-at-github') && !left('folders')
}
