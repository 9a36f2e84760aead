/**
 * Fills in what the pages do not hold themselves: what stands between marks, the repository's owner, and the majors of
 * other people's actions.
 */
import { readdirSync, readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { repository } from '../repository.js'
import { actionsOfOthers } from './actions.js'
import { policyJson } from './policies.js'
import { codeTable, commonTable, resultTable, wholeTable } from './tables.js'

/**
 * @typedef {object} Sources What the pages are filled from.
 * @property {(path: string) => string} read A file by its path from the root.
 * @property {typeof import('../../src/verdict/documentation.ts') & typeof import('../../src/verdict/results.ts')} verdict
 */

/** Every page, form and example, from the root. @param {string} root */
export function pagesIn(root) {
  const within = (/** @type {string} */ folder, /** @type {RegExp} */ names) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => join(folder, name).replaceAll('\\', '/'))
      .filter((path) => names.test(path))
      .sort()
  const top = readdirSync(root)
    .filter((name) => name.endsWith('.md'))
    .sort()
  return [
    ...within('examples', /\.(?:ya?ml|md)$/),
    ...within('.github/ISSUE_TEMPLATE', /\.yml$/),
    ...top,
    'ecs/README.md',
    ...within('docs', /\.md$/),
  ]
}

/** The page as it should be. @param {string} path @param {string} text @param {Sources} sources */
export function filledPage(path, text, sources) {
  const filled = text.replace(
    /<!-- ([\w -]+): generated from ([\w./-]+) -->[\s\S]*?<!-- \/\1 -->/g,
    (_, mark, source) =>
      `<!-- ${mark}: generated from ${source} -->\n\n${contentOf(path, mark, source, sources)}\n\n<!-- /${mark} -->`,
  )
  return withMajors(withOwner(filled))
}

/** @param {string} path @param {string} mark @param {string} source @param {Sources} sources */
function contentOf(path, mark, source, { read, verdict }) {
  switch (mark) {
    case 'inputs':
    case 'outputs':
      return wholeTable(mark, read(source))
    case 'common inputs':
      return commonTable('inputs', read(source))
    case 'common outputs':
      return commonTable('outputs', read(source))
    case 'results':
      return resultTable(verdict, path === 'README.md' ? 'short' : 'long')
    case 'reason codes': {
      const target = path === 'docs/reference/ecs.md' ? 'ecs' : 'lightsail'
      return linkedFrom(path, codeTable(verdict.codesByTarget[target], verdict.codeTexts))
    }
    case 'example':
      return `\`\`\`yaml\n${withMajors(withOwner(read(source)))}\`\`\``
    default:
      if (mark.startsWith('policy ')) return `\`\`\`json\n${policyJson(mark.slice(7), read(source))}\n\`\`\``
      throw new Error(`${path}: there is no generator for the marks "${mark}"`)
  }
}

/** Links of the sources are written from the root. @param {string} path @param {string} text */
const linkedFrom = (path, text) =>
  text.replace(/\]\((?!https?:)([^)]+)\)/g, (_, target) => `](${relative(dirname(path), target)})`)

/** @param {string} text */
const withOwner = (text) => text.replace(/\b[A-Za-z0-9-]+\/lightsail-deploy\b(?!-)/g, repository)

/** @param {string} text */
const withMajors = (text) =>
  text.replace(/\b([\w.-]+\/[\w.-]+)@v\d+\b(?![.\d])/g, (whole, action) =>
    Object.hasOwn(actionsOfOthers, action) ? `${action}@${actionsOfOthers[action]}` : whole,
  )

/** @param {string} root */
export const reader = (root) => (/** @type {string} */ path) => readFileSync(join(root, path), 'utf8')
