import type { Refusal } from '../../rollout/contract/refusal.ts'
import type { PullRequest } from '../../source/run-source.ts'

/** What an event of a pull request asks of its preview. */
export type Intent =
  | { readonly kind: 'deploy' }
  | {
      readonly kind: 'remove'
      /** Empty if the workflow says so itself. */
      readonly because: string
      /** Does not apply if the pull request was reopened meanwhile. */
      readonly isClosing: boolean
    }
  /** A success without a write. */
  | { readonly kind: 'nothing'; readonly because: string }
  | { readonly kind: 'refuse'; readonly fault: Refusal }

/**
 * Reads an event. With a label, the preview exists as long as the label is on the pull request. Code from a fork runs with the
 * permissions of this repository only right after a maintainer labelled that very commit.
 */
export function readIntent(event: string, pullRequest: PullRequest, label: string | undefined): Intent {
  const { number, action, state } = pullRequest
  if (action === 'closed' || state === 'closed') {
    return { kind: 'remove', because: `pull request ${number} is closed`, isClosing: true }
  }
  const changes = action === 'labeled' || action === 'unlabeled'
  if (label !== undefined && changes) {
    const isOurs = isSame(pullRequest.changedLabel, label)
    if (isOurs && action === 'unlabeled') {
      return { kind: 'remove', because: `pull request ${number} lost its label "${label}"`, isClosing: false }
    }
    if (!isOurs) {
      return { kind: 'nothing', because: `another label of pull request ${number} changed, not "${label}"` }
    }
  }
  const danger = dangerOf(event, pullRequest, label)
  if (danger) return { kind: 'refuse', fault: danger }
  if (label !== undefined && !hasLabel(pullRequest, label)) {
    return { kind: 'nothing', because: `pull request ${number} has no label "${label}"` }
  }
  return { kind: 'deploy' }
}

/** GitHub does not tell upper from lower case in labels. */
function isSame(one: string | undefined, other: string): boolean {
  return one?.toLowerCase() === other.toLowerCase()
}

function hasLabel({ labels }: PullRequest, label: string): boolean {
  return labels.some((one) => isSame(one, label))
}

/**
 * On `pull_request_target` a job has the secrets and the rights of this repository, whoever wrote the code. A label says
 * that a maintainer looked, but only at what was there when it was put on.
 * https://docs.github.com/en/actions/reference/security/secure-use#mitigating-the-risks-of-untrusted-code-checkout
 */
function dangerOf(event: string, pullRequest: PullRequest, label: string | undefined): Refusal | undefined {
  const { number, action, isFork, headRepository = 'a repository that is gone' } = pullRequest
  if (event !== 'pull_request_target' || !isFork) return undefined
  const danger = `pull request ${number} comes from a fork (${headRepository}); on pull_request_target its code would be built and run with this repository's secrets and its AWS role`
  const refused = (why: string, fix: string): Refusal => ({
    reasonCode: 'fork-not-trusted',
    message: `${danger}${why}`,
    fix,
  })
  if (label === undefined) {
    return refused(
      '',
      'use the event pull_request, which gives forks no secrets; or set preview-label, and have a maintainer add that label after reading the code',
    )
  }
  if (!hasLabel(pullRequest, label)) {
    return refused(
      `, and no maintainer has added the label "${label}"`,
      `read every line that the build and the tests run, then add the label "${label}"`,
    )
  }
  if (action === 'opened' || action === 'labeled') return undefined
  return refused(
    `, and the label "${label}" was added before the newest commits were pushed`,
    `read the new commits, then remove the label "${label}" and add it again`,
  )
}
