import * as core from '@actions/core'

/**
 * The two steps of a job in which this action runs: the main one, and the post step that GitHub runs at the end of a
 * job that failed or was cancelled. What the main step leaves is kept by the runner, even if it kills the step.
 */

/**
 * Told by the file that was started (`dist/post.js`, `dist/ecs-post.js`), not by what was left: a main step that was killed
 * before its first word left nothing, and its post step must not deploy.
 */
export const isPostStep = (startedFile: string | undefined): boolean =>
  /(?:^|[/\\-])post\.js$/.test(startedFile ?? '')

/** Leaves a text for the post step; the last one of a name counts. Never an environment value. */
export const saveState = (name: string, text: string): void => {
  const path = process.env['GITHUB_STATE'] ?? ''
  if (path !== '') core.saveState(name, text)
}

/** What the main step left, or ''. */
export const getState = (name: string): string => core.getState(name)
