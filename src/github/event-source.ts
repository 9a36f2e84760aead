import {
  type EventSource,
  type Home,
  ofCheck,
  ofComment,
  ofPullRequest,
  ofStatus,
  ofTarget,
  ofWorkflowRun,
  type Reader,
} from './event-readers.ts'

/**
 * From an event to the commit and the pull request that a run is for. The events below name them in their payload; for all
 * others it is the commit of GITHUB_SHA: what was pushed or dispatched, the merge group's, the release's, the package's or the
 * deployment's, and the last one of the default branch wherever an event is about no commit (`schedule`, `repository_dispatch`,
 * `issues`, `delete` and so on). A called workflow has the event of its caller.
 * Sources: https://docs.github.com/en/actions/reference/workflows-and-actions/events-that-trigger-workflows and
 * https://docs.github.com/en/webhooks/webhook-events-and-payloads
 */
const readers: Readonly<Record<string, Reader>> = {
  pull_request: ofPullRequest,
  pull_request_target: ofTarget,
  pull_request_review: ofPullRequest,
  pull_request_review_comment: ofPullRequest,
  issue_comment: ofComment,
  workflow_run: ofWorkflowRun,
  check_run: (payload) => ofCheck(payload, 'check_run'),
  check_suite: (payload) => ofCheck(payload, 'check_suite'),
  status: ofStatus,
}

/** Events whose runs have this repository's secrets, whoever wrote the commit that they are about. */
const privileged: readonly string[] = ['pull_request_target', 'workflow_run']

/** Gives the payload of the event from its file; throws, or rejects, if that cannot be read. */
export type ReadEvent = (path: string) => unknown

/** Reads an event's payload only if that says more than GITHUB_SHA does; never fails. */
export async function readEventSource(
  event: string,
  { path, readEvent, home }: { path: string; readEvent: ReadEvent; home: Home },
): Promise<EventSource> {
  const read = Object.hasOwn(readers, event) ? readers[event] : undefined
  if (!read) return {}
  const isOfPullRequest = event.startsWith('pull_request')
  const unknown = (problem: string): EventSource => ({
    ...(isOfPullRequest
      ? { problem }
      : { remark: `${problem}; the commit in GITHUB_SHA is recorded instead` }),
    ...(privileged.includes(event) && {
      untrusted: `cannot tell whose commit this run is for (${problem})`,
    }),
  })
  if (path === '') return unknown('GITHUB_EVENT_PATH, the file that describes the event, is not set')
  try {
    const payload = await readEvent(path)
    return read(payload, home) ?? unknown(`no ${isOfPullRequest ? 'pull request' : 'commit'} in ${path}`)
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error)
    return unknown(`the file that describes the event cannot be read: ${why}`)
  }
}
