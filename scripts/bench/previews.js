/** Pull requests and the tags of their previews, as a run of acme/shop makes them. */

/** @param {number} number @param {'open' | 'closed'} state */
export function pull(number, state) {
  return { number, state, closed_at: null, head: { sha: 'a'.repeat(40) } }
}

/** @param {number} number */
export async function previewTags(number) {
  const { tagKeys } = await import('../../src/source/resource-tags.ts')
  return Object.entries({
    [tagKeys.base]: 'shop',
    [tagKeys.repository]: 'acme/shop',
    [tagKeys.pullRequest]: String(number),
    [tagKeys.commit]: 'c'.repeat(40),
    [tagKeys.version]: '1',
    [tagKeys.run]: '1',
    [tagKeys.expires]: '2099-01-01T00:00:00.000Z',
  }).map(([key, value]) => ({ key, value }))
}
