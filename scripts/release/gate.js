import { releasedVersions } from './changelog.js'
import { compareVersions, floatingTags, latestOf } from './version.js'

/**
 * Whether the commit that package.json stands at is to be released.
 *
 * @param {{ version: string, changelog: string, commit: string, tags: ReadonlyMap<string, string> }} state
 *   of package.json, of CHANGELOG.md, and of git: the commit, and the commit of every tag
 * @returns {{ isNeeded: boolean, why: string, tag: string, major: string, minor: string }}
 */
export function gate({ version, changelog, commit, tags }) {
  const tag = `v${version}`
  const about = { tag, ...floatingTags(version) }
  const newest = releasedVersions(changelog)[0]
  const tagged = tags.get(tag)
  if (tagged !== undefined && tagged !== commit)
    return { ...about, isNeeded: false, why: `${tag} is released already: its tag points to ${tagged}` }
  if (newest === undefined)
    return {
      ...about,
      isNeeded: false,
      why: `CHANGELOG.md has no section for a version, so ${tag} is not ready for release`,
    }
  if (newest !== version)
    throw new Error(`package.json says ${version}, but the newest section of CHANGELOG.md is ${newest}.`)
  const latest = latestOf([...tags.keys()].filter((name) => name !== tag))
  if (latest !== undefined && compareVersions(version, latest) <= 0)
    throw new Error(`${tag} is not later than ${latest}, which has a tag.`)
  const again =
    tagged === undefined ? '' : '; its tag points to this commit already, so this is another attempt'
  return { ...about, isNeeded: true, why: `${tag} is ready for release${again}` }
}
