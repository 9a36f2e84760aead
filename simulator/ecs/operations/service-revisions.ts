import { inferred, invalidParameter } from '../errors.ts'
import { type Context, laggingView } from '../requests/context.ts'
import { findRevision, revisionView } from '../views/revisions.ts'

const MAX_REVISIONS = 20

export function describeServiceRevisions(
  { serviceRevisionArns }: { readonly serviceRevisionArns: readonly string[] },
  context: Context,
): object {
  if (serviceRevisionArns.length > MAX_REVISIONS)
    throw invalidParameter(inferred.tooMany('service revisions', MAX_REVISIONS))
  const view = laggingView(context)
  const found = serviceRevisionArns.map((arn) => ({ arn, revision: findRevision(view, arn) }))
  return {
    serviceRevisions: found.flatMap(({ revision }) => (revision ? [revisionView(revision, view)] : [])),
    failures: found.filter(({ revision }) => !revision).map(({ arn }) => ({ arn, reason: 'MISSING' })),
  }
}
