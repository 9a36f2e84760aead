/** What a run has open at GitHub: saved for the post step, in case the run is killed before it can close it. */
export interface PendingReports {
  /** Id of the deployment. */
  readonly deployment?: number
  readonly comment?: { readonly id: number; readonly subject: string }
}

/** Adds to what is left open, or says that nothing is. */
export type SavePending = (open: PendingReports | 'nothing') => void

/** Writes it down where the post step finds it, as one text. */
export function trackPending(write: (text: string) => void): SavePending {
  let all: PendingReports = {}
  return (open) => {
    all = open === 'nothing' ? {} : { ...all, ...open }
    write(open === 'nothing' ? '' : JSON.stringify(all))
  }
}

/** Our own text, read again. */
export function readPending(text: string): PendingReports | undefined {
  return text === '' ? undefined : JSON.parse(text)
}
