import * as core from '@actions/core'

/**
 * The two steps of a job that this action runs in: the main step, and the post step that GitHub runs at the end of a failed or
 * cancelled job. The runner keeps saved state even if it kills the main step.
 */

/** Leaves a text for the post step; the last one of a name counts. Never an environment value. */
export function saveState(name: string, text: string): void {
  const path = process.env['GITHUB_STATE'] ?? ''
  if (path !== '') core.saveState(name, text)
}

/** What the main step left, or ''. */
export function getState(name: string): string {
  return core.getState(name)
}
