/**
 * Cuts a release: writes the version into package.json and the lock file, turns Unreleased of the changelog into the section of
 * that version, and builds dist/, which holds the version. The pull request with these changes is the release; the workflow
 * `release.yml` does the rest when it is merged.
 */
import { execFileSync } from 'node:child_process'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandLine, mistake } from './command-line.js'
import { bodyOf, cut, notesOf, releasedVersions } from './release/changelog.js'
import { gate } from './release/gate.js'
import { runningFiles, sumsOf } from './release/sums.js'
import { compareVersions, floatingTags, latestOf, numbersOf, stepBetween } from './release/version.js'
import { repository } from './repository.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const read = (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8')
const write = (/** @type {string} */ path, /** @type {string} */ text) =>
  writeFileSync(join(root, path), text)
const git = (/** @type {string[]} */ ...argv) =>
  execFileSync('git', argv, { cwd: root, encoding: 'utf8' }).trim()

const usage = `Usage: npm run release -- [--dry-run] VERSION

  VERSION    the version to release, such as 1.2.3
  --dry-run  show what would change, and write nothing
  --help     show this text

For the release workflow, on the version in package.json:

  --gate     print whether this commit is to be released, as name=value lines
  --notes    print the notes of the release
  --sums     print the SHA-256 of every file that runs`

const boolean = /** @type {const} */ ({ type: 'boolean' })
const { values, positionals } = commandLine(
  usage,
  { 'dry-run': boolean, gate: boolean, notes: boolean, sums: boolean },
  { takesPositionals: true },
)

try {
  if (values.gate) printGate()
  else if (values.notes) printNotes()
  else if (values.sums) process.stdout.write(sumsOf(root))
  else if (positionals.length === 1)
    await release(/** @type {string} */ (positionals[0]), values['dry-run'] === true)
  else
    mistake(
      usage,
      positionals.length === 0 ? 'Which version?' : 'Only one version can be released at a time.',
    )
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}

/** @param {string} asked @param {boolean} isDry */
async function release(asked, isDry) {
  if (numbersOf(asked) === undefined)
    throw new Error(`"${asked}" is not a version: it takes three numbers, such as 1.2.3.`)
  const version = asked.replace(/^v/, '')
  const changelog = read('CHANGELOG.md')
  const old = ownVersion()
  const tags = tagsOfGit()
  const last = latestOf([...releasedVersions(changelog), ...tags.keys()])?.replace(/^v/, '')
  if (last !== undefined && compareVersions(version, last) <= 0)
    throw new Error(`${version} is not later than ${last}, the last release.`)
  if (compareVersions(version, old) < 0) throw new Error(`${version} is earlier than package.json's ${old}.`)
  const changed = execFileSync('git', ['status', '--short'], { cwd: root, encoding: 'utf8' })
  if (changed !== '' && !isDry) throw new Error(`Commit these changes first:\n${changed}`)
  const today = new Date().toISOString().slice(0, 10)
  const cutChangelog = cut(changelog, version, today)
  const broken = await brokenSince(last, tags)
  if (
    last !== undefined &&
    broken !== undefined &&
    broken.length > 0 &&
    stepBetween(last, version) === 'compatible'
  )
    throw new Error(`${version} may not break what ${last} promised, but ${broken.join('; ')}.`)

  const { major, minor } = floatingTags(version)
  const lines = [
    `${isDry ? 'Would release' : 'Release'} ${version} (last: ${last ?? 'none'})`,
    `  package.json       ${old} -> ${version}`,
    `  package-lock.json  ${old} -> ${version}`,
    `  CHANGELOG.md       ## [${version}] - ${today}: ${bodyOf(changelog).split('\n').length} unreleased lines`,
    `  dist/              rebuilt: the user agent contains the version`,
    `  contract           ${broken === undefined ? 'nothing to compare with' : broken.join('; ') || `all inputs and outputs of ${last} are still there`}`,
    `  tags               v${version}, then ${minor} and ${major}`,
    `  files that run     ${runningFiles(root).length}, each with its SHA-256 in SHA256SUMS`,
  ]
  console.log(lines.join('\n'))
  if (isDry) {
    if (changed !== '') console.log(`\nCommit these changes first:\n${changed}`)
    const commit = git('rev-parse', 'HEAD')
    const notes = notesOf(cutChangelog, { version, repository, commit })
    console.log(`\nRelease notes:\n\n${notes}`)
    console.log('Nothing was written.')
    return
  }
  for (const path of ['package.json', 'package-lock.json']) write(path, withVersion(read(path), old, version))
  write('CHANGELOG.md', cutChangelog)
  execFileSync(process.execPath, [join(root, 'scripts/build.js')], { stdio: 'inherit' })
  console.log(`\nCommit this as "release: ${version}", and open a pull request.`)
}

/** What was promised at the last release and is not any more. @param {string | undefined} last @param {ReadonlyMap<string, string>} tags */
async function brokenSince(last, tags) {
  const tag = `v${last}`
  if (!tags.has(tag)) return undefined
  // Reads YAML; what the workflow prints needs nothing installed.
  const { breakingChanges } = await import('./release/contract.js')
  return ['action.yml', 'ecs/action.yml'].flatMap((path) =>
    breakingChanges(git('show', `${tag}:${path}`), read(path)).map((change) => `${change} (${path})`),
  )
}

/** The version stands once in package.json, and twice at the head of the lock file. @param {string} text @param {string} old @param {string} version */
function withVersion(text, old, version) {
  const own = new RegExp(
    `("name": "lightsail-deploy",\\n\\s*"version": )"${old.replaceAll('.', '\\.')}"`,
    'g',
  )
  return text.replaceAll(own, (_, before) => `${before}"${version}"`)
}

function printGate() {
  const { isNeeded, why, tag, major, minor } = gate({
    version: ownVersion(),
    changelog: read('CHANGELOG.md'),
    commit: git('rev-parse', 'HEAD'),
    tags: tagsOfGit(),
  })
  console.error(why)
  console.log([`needed=${isNeeded}`, `tag=${tag}`, `major=${major}`, `minor=${minor}`].join('\n'))
}

function printNotes() {
  const published = process.env['GITHUB_REPOSITORY'] ?? repository
  const about = { version: ownVersion(), repository: published, commit: git('rev-parse', 'HEAD') }
  process.stdout.write(notesOf(read('CHANGELOG.md'), about))
}

/** @returns {string} */
function ownVersion() {
  return JSON.parse(read('package.json')).version
}

/** The commit of every tag; of an annotated one, that it was made of. @returns {Map<string, string>} */
function tagsOfGit() {
  const lines = git('for-each-ref', '--format=%(refname:short) %(*objectname) %(objectname)', 'refs/tags')
  return new Map(
    lines
      .split('\n')
      .filter(Boolean)
      .map((line) => line.split(/\s+/))
      .map(([name = '', commit = '']) => [name, commit]),
  )
}
