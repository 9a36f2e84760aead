/** More lines than a read of a log's beginning and end takes, in pages of 10,000. */
const FLOOD = 42_000

/** What an app writes that does not stop complaining. */
export const complaints: readonly string[] = Array.from({ length: FLOOD }, (_, index) => `complaint ${index}`)

/** True for a line of the flood, as a run shows it. */
export function isComplaint(text: string): boolean {
  return /complaint \d+$/.test(text)
}
