import type { CodeEntry, CodeText } from '../code-entry.ts'

/** How a rollout ends, whatever is deployed to. */
export const rolloutCodes = {
  'deployment-active': { results: ['success'] },
  'settings-applied': { results: ['success'] },
  'no-changes': { results: ['unchanged'] },
  'plan-only': { results: ['planned'] },
  'not-waiting': { results: ['started'] },
  status: { results: ['reported'] },
  'service-deleted': { results: ['deleted'] },
  'already-deleted': { results: ['unchanged'] },
  'not-verified': { results: ['not-verified', 'rolled-back'], cause: 'replaces' },
  'rollback-failed': {
    results: [
      'not-verified',
      'failed-kept-previous',
      'failed-nothing-serving',
      'superseded',
      'timed-out',
      'unknown',
      'cancelled',
    ],
    cause: 'replaces',
  },
  'service-gone': { results: ['failed-nothing-serving'] },
  'newer-version': { results: ['superseded', 'rolled-back', 'not-verified'], cause: 'beside' },
  'older-commit': { results: ['refused', 'rolled-back', 'not-verified'] },
  'wait-timeout': { results: ['timed-out'], cause: 'replaces' },
  'settings-pending': { results: ['timed-out'] },
  'queue-timeout': { results: ['timed-out'] },
  'not-sent': { results: ['timed-out'] },
  'response-lost': { results: ['unknown'] },
  'deployment-in-progress': { results: ['refused'] },
  'service-deleting': { results: ['refused'] },
  'service-missing': { results: ['refused', 'unknown'] },
  'drift-persists': { results: ['refused'] },
  'nothing-to-deploy': { results: ['refused'] },
  'fork-not-trusted': { results: ['refused'] },
  'invalid-input': { results: ['invalid-input'] },
  'job-cancelled': { results: ['cancelled'] },
  internal: { results: ['internal'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const rolloutTexts: Readonly<Record<keyof typeof rolloutCodes, CodeText>> = {
  'deployment-active': { meaning: "This run's version is active." },
  'settings-applied': { meaning: 'The settings now match the inputs; there was nothing to deploy.' },
  'no-changes': { meaning: 'Everything already matches the inputs.' },
  'plan-only': { meaning: '`mode: plan` writes nothing.' },
  'not-waiting': { meaning: 'It was accepted, and `wait-for-service-stability` is `false`.' },
  status: { meaning: '`mode: status` reports what is running.' },
  'service-deleted': { meaning: 'The service was deleted.' },
  'already-deleted': { meaning: 'There was no service to delete.' },
  'not-verified': {
    meaning: "This run's version is active, but failed the URL check.",
    fix: 'Fix the app, or adjust `verify-url`, `verify-status-codes` or `verify-body`.',
  },
  'rollback-failed': {
    meaning: 'The URL check failed, or this run replaced a newer version, and the rollback did not succeed.',
    fix: 'Check in the console what serves, and deploy what should serve.',
  },
  'service-gone': {
    meaning: 'Somebody deleted the service, or is deleting it, during the deployment.',
    fix: 'Find out who did; the next run creates it again.',
  },
  'newer-version': {
    meaning: "Somebody else's newer version serves; or a restart replaced it, and it was restored.",
    fix: 'Give the workflow a `concurrency` group; run again if the newer version is not wanted.',
  },
  'older-commit': {
    meaning: 'A newer commit is deployed; or it was deployed while this run was starting, and was restored.',
    fix: 'Nothing, if the newer commit should serve; otherwise `allow-older-commit: true`.',
  },
  'wait-timeout': {
    meaning: 'The deployment did not finish within `wait-for-minutes`.',
    fix: 'Raise `wait-for-minutes`, or check in the console what is holding it up.',
  },
  'settings-pending': {
    meaning: 'Settings that this run sent were still being applied when `wait-for-minutes` was over.',
    fix: 'Run again: it continues where this run stopped.',
  },
  'queue-timeout': {
    meaning: 'The service was busy for all of `wait-for-minutes`.',
    fix: 'Raise `wait-for-minutes`, and give the workflow a `concurrency` group.',
  },
  'not-sent': {
    meaning:
      'Reading the service or pushing an image took all of `wait-for-minutes`: the change was not sent.',
    fix: 'Raise `wait-for-minutes`, or run again later.',
  },
  'response-lost': {
    meaning: 'The answer to a write was lost, and there is no trace of it since.',
    fix: 'Check in the console whether it took effect, then run again.',
  },
  'deployment-in-progress': {
    meaning: 'Another deployment is in progress, and `if-in-progress` is `fail`.',
    fix: 'Leave `if-in-progress` at its default, or run again later.',
  },
  'service-deleting': {
    meaning: 'The service is being deleted, and `if-in-progress` is `fail`.',
    fix: 'Leave `if-in-progress` at its default, or run again later.',
  },
  'service-missing': {
    meaning:
      'The service does not exist: with `create-service: false`, in a mode other than `deploy` and `plan`, or because it was deleted during the run.',
    fix: "Check the service's name and the Region.",
  },
  'drift-persists': {
    meaning: 'Settings were written and accepted three times, but they still differ.',
    fix: 'Compare the plan with the console: somebody else may be changing the same settings.',
  },
  'nothing-to-deploy': {
    meaning:
      '`image` is blank and the other inputs change nothing; or nothing is running that could be restarted.',
    fix: 'Set `image`, or another input that changes something.',
  },
  'fork-not-trusted': {
    meaning:
      "On `pull_request_target` or `workflow_run`, the code is from a fork, and neither a maintainer's label (previews) nor `allow-fork: true` allows it. See [docs/forks.md](docs/forks.md).",
    fix: 'Read the code first; then set the label, or `allow-fork: true`.',
  },
  'invalid-input': { meaning: 'The inputs are invalid.', fix: 'Fix them; each has an annotation.' },
  'job-cancelled': { meaning: 'The job was cancelled.', fix: 'Run the job again.' },
  internal: { meaning: 'An internal error of the action.', fix: 'Report it with the log.' },
}
