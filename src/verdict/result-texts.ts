import type { Result } from './results.ts'

/** What the documents say of a result, in Markdown. No run loads it. */
export interface ResultText {
  /** One clause for the README. */
  readonly short: string
  readonly when: string
  /** What it means for whoever reads it. */
  readonly consequence: string
}

export const resultTexts: Readonly<Record<Result, ResultText>> = {
  success: {
    short: 'this version serves, and its URL passed the check if you asked for one',
    when: 'This version is ACTIVE, and its URL passed the check if you asked for one. Or only settings differed, and they now match the inputs.',
    consequence: 'It serves at `url`.',
  },
  unchanged: {
    short: 'nothing differs, nothing was written',
    when: 'Nothing differs. With `mode: delete`: there is no such service. With `preview: true`: this pull request should not have a preview.',
    consequence: 'Nothing was written. What served keeps serving.',
  },
  planned: {
    short: '`mode: plan`',
    when: '`mode: plan`.',
    consequence: 'Nothing was written.',
  },
  started: {
    short: 'accepted, and the run was told not to wait',
    when: 'The deployment or the deletion was accepted, and `wait-for-service-stability` is `false`.',
    consequence: 'How it ends is not known yet.',
  },
  deleted: {
    short: 'the service, or every preview that was due, is gone',
    when: '`mode: delete`, a closed pull request, or `mode: cleanup`; and the service, or every preview that was due, is gone.',
    consequence: 'It no longer serves, and no longer costs anything.',
  },
  reported: {
    short: '`mode: status` or `export`, or `cleanup` with nothing to do',
    when: '`mode: status` or `mode: export`, or `mode: cleanup` with nothing to do.',
    consequence: 'Nothing was written to AWS.',
  },
  'failed-kept-previous': {
    short: 'this version failed; the previous one still serves',
    when: 'This version FAILED, and the previous one still serves.',
    consequence: 'Your users see the old version. Fix the cause and deploy again.',
  },
  'failed-nothing-serving': {
    short: 'this version failed; nothing serves',
    when: 'This version FAILED, and nothing serves.',
    consequence: 'Your users see an error page.',
  },
  'not-verified': {
    short: 'this version serves but failed the URL check',
    when: 'This version is ACTIVE and keeps serving, but its URL failed the check, and nothing was rolled back.',
    consequence: 'Your users see the new version, which does not answer as you asked.',
  },
  'rolled-back': {
    short: 'this version did not hold; the last good one serves again',
    when: 'This version did not hold, for example because its URL failed the check, and the last good one was put back.',
    consequence: 'Your users see the old version. Fix the cause and deploy again.',
  },
  superseded: {
    short: 'a newer version, from someone else, serves',
    when: 'A newer version that this run did not deploy is the one serving.',
    consequence: 'Someone else deployed at the same time. Use a `concurrency` group.',
  },
  'timed-out': {
    short: '`wait-for-minutes` ran out',
    when: '`wait-for-minutes` ran out, either during the deployment or while queued behind another one.',
    consequence: 'The message says what was still in progress. AWS carries on by itself.',
  },
  unknown: {
    short: 'the run lost sight of the deployment',
    when: 'AWS did not answer, or the credentials ended or access was denied while waiting.',
    consequence: 'If a deployment was sent, it may still succeed. Check the console, or run again.',
  },
  refused: {
    short: 'AWS or the plan said no; nothing was deployed',
    when: 'AWS or the plan refused: a quota, a permission, the price, a certificate, a busy or disabled service, a contradiction, an older commit, a service that belongs to someone else.',
    consequence: 'Nothing was deployed. The message says whether settings had been changed before.',
  },
  'invalid-input': {
    short: 'the inputs are invalid; no call was made',
    when: 'The inputs are invalid.',
    consequence: 'No call was made. The error lists every problem.',
  },
  cancelled: {
    short: 'the job was cancelled',
    when: 'The job was cancelled.',
    consequence: 'If a deployment was sent, AWS carries on with it.',
  },
  internal: {
    short: 'a bug in the action',
    when: 'The action itself has a bug.',
    consequence: 'Report it with the log.',
  },
}
