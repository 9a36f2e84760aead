/** Facts known at the end of a run. Headlines and sentences are rendered from them, never parsed. */
export interface VerdictFacts {
  /**
   * What this run has written: `deployment` is the run's purpose, such as a deployment or a deletion; `unknown` if a reply was
   * lost.
   */
  readonly written: 'nothing' | 'settings' | 'deployment' | 'unknown'
  /** What was made ready for a deployment and stays, as a sentence such as `web:20 is registered`; absent if nothing was. */
  readonly prepared?: string
  /** What served when last observed, `previous` also after a rollback; absent if not known. */
  readonly serving?: 'ours' | 'previous' | 'another' | 'nothing'
  /** The call whose reply was lost; `exhausted` if it was looked for as often as is useful. */
  readonly unconfirmed?: { readonly operation: string; readonly lookups: 'open' | 'exhausted' }
  /** The outcome of a rollback, if one was wanted. */
  readonly rollback?: Rollback
}

export type Rollback =
  | { readonly outcome: 'done' }
  /** Nothing can be restored; `why` continues a sentence after "as". */
  | { readonly outcome: 'impossible'; readonly why: string }
  /** It was begun; `why` is a sentence. `wasServing`: ours served when it was begun. */
  | { readonly outcome: 'failed'; readonly why: string; readonly wasServing?: true }
