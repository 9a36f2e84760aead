/** How far the writes of a run came: as much as a later look needs to tell how they ended. */
export type WriteProgress =
  | { readonly kind: 'nothing' }
  /** On its way; nobody knows yet whether it was accepted. */
  | { readonly kind: 'sent' }
  /** It prepared the ground, such as an update of the settings. */
  | { readonly kind: 'configured' }
  /** It laid in what is needed later, such as an image. */
  | { readonly kind: 'images-stored' }
  /** `handle` is the target's own text, from which another process finds what was started. */
  | { readonly kind: 'started'; readonly handle: string }

/** What the main step leaves for the post step, in case it is killed before it can report. No environment value. */
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
