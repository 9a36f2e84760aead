/**
 * Reads what may not be there. What was there before is believed to be gone only if a second read says so too: a single one may lag,
 * or come from a machine that does not know it yet.
 */
export async function secondLook<Found>(
  wasSeen: boolean,
  read: () => Promise<Found | undefined>,
): Promise<Found | undefined> {
  return (await read()) ?? (wasSeen ? await read() : undefined)
}
