/** The changelog, which is written by hand: one section a version, under `## [1.2.3] - 2026-01-31`, and `## [Unreleased]` first. */

const heading = /^## \[([^\]]+)\](?: - (\d{4}-\d{2}-\d{2}))?$/gm
const UNRELEASED = 'Unreleased'

/** @typedef {{ name: string, date: string | undefined, body: string }} Section */

/** @param {string} changelog @returns {Section[]} in the order of the file */
export function sectionsOf(changelog) {
  const headings = [...changelog.matchAll(heading)]
  return headings.map((found, index) => ({
    name: found[1] ?? '',
    date: found[2],
    body: changelog.slice(found.index + found[0].length, headings[index + 1]?.index).trim(),
  }))
}

/** The versions that have a section, the newest first. @param {string} changelog @returns {string[]} */
export function releasedVersions(changelog) {
  return sectionsOf(changelog)
    .map(({ name }) => name)
    .filter((name) => name !== UNRELEASED)
}

/** What stands under Unreleased, or under a version. @param {string} changelog @param {string} [name] @returns {string} */
export function bodyOf(changelog, name = UNRELEASED) {
  const section = sectionsOf(changelog).find((one) => one.name === name)
  if (section === undefined) throw new Error(`CHANGELOG.md has no section "${name}".`)
  if (section.body === '') throw new Error(`CHANGELOG.md has nothing under "${name}".`)
  return section.body
}

/**
 * The changelog with what was unreleased under a version, and an empty Unreleased above it.
 * @param {string} changelog
 * @param {string} version
 * @param {string} date `2026-01-31`
 */
export function cut(changelog, version, date) {
  if (releasedVersions(changelog).includes(version))
    throw new Error(`CHANGELOG.md already has a section "${version}".`)
  bodyOf(changelog)
  return changelog.replace(`## [${UNRELEASED}]\n`, () => `## [${UNRELEASED}]\n\n## [${version}] - ${date}\n`)
}

/**
 * The notes of a release: its section, whose links lead into the repository at that tag, and how to pin and verify it.
 * @param {string} changelog
 * @param {{ version: string, repository: string, commit: string }} release the repository as `owner/name`
 */
export function notesOf(changelog, { version, repository, commit }) {
  const at = `https://github.com/${repository}/blob/v${version}/`
  const body = bodyOf(changelog, version).replaceAll(
    /\]\((?!https?:|#)([^)\s]+)\)/g,
    (_, path) => `](${at}${path})`,
  )
  return `${body}

### Pin and verify

\`\`\`yaml
- uses: ${repository}@${commit} # v${version}
\`\`\`

\`\`\`sh
gh release verify v${version} --repo ${repository}
\`\`\`

[How to pin and verify](${at}docs/pinning-and-verifying.md)
`
}
