/** What is known of how things stand when a run ends: headlines and sentences are made of it, nobody reads it out of them. */
export interface VerdictFacts {
  /**
   * What of this run was accepted: `deployment` is what it is about, such as a deployment or a deletion; `unknown` if
   * an answer was lost.
   */
  readonly written: 'nothing' | 'settings' | 'deployment' | 'unknown'
  /** What served when it was last seen, `previous` also if it was put back; absent where nobody knows. */
  readonly serving?: 'ours' | 'previous' | 'another' | 'nothing'
  /** The call whose answer was lost; `exhausted` if it was looked for as often as makes sense. */
  readonly unconfirmed?: { readonly operation: string; readonly lookups: 'open' | 'exhausted' }
  /** What came of putting back what served before, if that was wanted. */
  readonly rollback?: Rollback
}

export type Rollback =
  | { readonly outcome: 'done' }
  /** There is nothing to put back; `why` continues a sentence after "as". */
  | { readonly outcome: 'impossible'; readonly why: string }
  /** It was begun; `why` is a sentence. */
  | { readonly outcome: 'failed'; readonly why: string }
