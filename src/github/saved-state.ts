import * as core from '@actions/core'

/**
 * The two steps of a job that this action runs in: the main step, and the post step that GitHub runs at the end of a failed or
 * cancelled job. The runner keeps saved state even if it kills the main step.
 */

/**
 * Leaves a text for the post step; the last one of a name counts. Never an environment value. What the runner cannot take,
 * such as on a full disk, changes no verdict: it is one warning.
 */
export function stateSaver(): (name: string, text: string) => void {
  let isLost = false
  return (name, text) => {
    const path = process.env['GITHUB_STATE'] ?? ''
    if (path === '') return
    try {
      core.saveState(name, text)
    } catch (error) {
      if (isLost) return
      isLost = true
      const why = error instanceof Error ? error.message : String(error)
      core.warning(
        `the state for the post step could not be written: ${why}; it cannot report should this step be killed`,
      )
    }
  }
}

/** What the main step left, or ''. */
export function getState(name: string): string {
  return core.getState(name)
}
