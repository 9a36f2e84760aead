/** Versions as this project has them: three numbers, and nothing after them. */

/** @typedef {readonly [number, number, number]} Numbers */

/** @param {string} text `1.2.3` or `v1.2.3` @returns {Numbers | undefined} */
export function numbersOf(text) {
  const found = /^v?(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)$/.exec(text)
  return found ? [Number(found[1]), Number(found[2]), Number(found[3])] : undefined
}

/** @param {string} one @param {string} other @returns {number} above 0 if `one` is the later of two versions */
export function compareVersions(one, other) {
  const [a, b] = [exactly(one), exactly(other)]
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2]
}

/** @param {readonly string[]} versions others among them are passed over @returns {string | undefined} */
export function latestOf(versions) {
  return versions
    .filter((text) => numbersOf(text) !== undefined)
    .sort(compareVersions)
    .at(-1)
}

/**
 * What a version is after another one. Before 1.0.0 the second number stands for what breaks, as Semantic Versioning leaves
 * everything open there.
 * @param {string} from
 * @param {string} to
 * @returns {'breaking' | 'compatible'}
 */
export function stepBetween(from, to) {
  const [a, b] = [exactly(from), exactly(to)]
  return a[0] !== b[0] || (a[0] === 0 && a[1] !== b[1]) ? 'breaking' : 'compatible'
}

/** The tags that follow a version: `v1.2` and `v1`. @param {string} version @returns {{ major: string, minor: string }} */
export function floatingTags(version) {
  const [major, minor] = exactly(version)
  return { major: `v${major}`, minor: `v${major}.${minor}` }
}

/** @param {string} text @returns {Numbers} */
function exactly(text) {
  const numbers = numbersOf(text)
  if (numbers === undefined) throw new Error(`"${text}" is not a version, such as 1.2.3`)
  return numbers
}
