/** Progress of a run's writes: what the post step needs to find out how they ended. */
export type WriteProgress =
  | { readonly kind: 'nothing' }
  /** Sent; not known yet whether it was accepted. */
  | { readonly kind: 'sent' }
  /** Settings were changed. */
  | { readonly kind: 'configured' }
  /** An image was stored for a later deployment. */
  | { readonly kind: 'images-stored' }
  /** `handle` is the target's own text, from which another process finds what was started. */
  | { readonly kind: 'started'; readonly handle: string }

/** What the main step saves for the post step, in case it is killed before it can report. No environment values. */
export interface SavedRun {
  /** The provider's name: `lightsail`. */
  readonly target: string
  /** What the run is about: `shop in eu-central-1`. */
  readonly subject: string
  /** The provider's own text, from which it finds that again. */
  readonly handle: string
  /** As the input says it. */
  readonly mode: string
  readonly jobSummary: boolean
  readonly written: WriteProgress['kind']
}
