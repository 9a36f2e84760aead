/** What a run has open at GitHub: left for the post step, in case the run is killed before it can close it. */
export interface LeftOpen {
  /** Id of the deployment. */
  readonly deployment?: number
  readonly comment?: { readonly id: number; readonly subject: string }
}

/** Adds to what is left open, or says that nothing is. */
export type Leave = (open: LeftOpen | 'nothing') => void

/** Writes it down where the post step finds it, as one text. */
export const leaving = (write: (text: string) => void): Leave => {
  let all: LeftOpen = {}
  return (open) => {
    all = open === 'nothing' ? {} : { ...all, ...open }
    write(open === 'nothing' ? '' : JSON.stringify(all))
  }
}

/** Our own text, read again. */
export const readLeftOpen = (text: string): LeftOpen | undefined =>
  text === '' ? undefined : JSON.parse(text)
