/** The tables of the documents, made from action.yml and from the results and reason codes in the sources. */
import { isMap, isScalar, parseDocument } from 'yaml'

/** @typedef {{ name: string, group: string | undefined, description: string, standard: string }} Entry */

/** What most people need, in the order of the README. */
const common = {
  inputs: [
    'service-name',
    'image',
    'container-port',
    'health-check-path',
    'environment-variables',
    'power',
    'scale',
    'mode',
    'verify-url',
    'rollback-on-failure',
    'preview',
    'max-monthly-cost',
  ],
  outputs: ['url', 'result', 'reason-code', 'reason', 'deployment-version'],
}

const heads = { inputs: ['Input', 'Default', 'Meaning'], outputs: ['Output', 'Meaning'] }

/** All inputs or outputs, each group under a heading of its own. @param {'inputs' | 'outputs'} part @param {string} action the text of action.yml */
export function wholeTable(part, action) {
  const entries = entriesOf(part, action)
  return [...new Set(entries.map(({ group }) => group ?? ''))]
    .map((group) => {
      const rows = entries.filter((entry) => (entry.group ?? '') === group).map((entry) => row(part, entry))
      return [...(group === '' ? [] : [`#### ${group}`]), table(heads[part], rows)].join('\n\n')
    })
    .join('\n\n')
}

/** Those that most people need, with the first sentence of each. @param {'inputs' | 'outputs'} part @param {string} action */
export function commonTable(part, action) {
  const entries = entriesOf(part, action)
  const rows = common[part].map((name) => {
    const entry = entries.find((one) => one.name === name)
    if (entry === undefined) throw new Error(`action.yml has no ${name} in ${part}`)
    return row(part, { ...entry, description: firstSentence(entry.description) })
  })
  return table(heads[part], rows)
}

/** Up to a period that ends a sentence, outside of code. @param {string} text */
const firstSentence = (text) => /^(?:`[^`]*`|[^`])*?\.(?=\s|$)/.exec(text.replace(/\s+/g, ' '))?.[0] ?? text

/** @param {'inputs' | 'outputs'} part @param {Entry} entry */
const row = (part, { name, standard, description }) =>
  part === 'inputs' ? [`\`${name}\``, standard, description] : [`\`${name}\``, description]

/**
 * How a run can end: the short table of the README, and the long one.
 * @param {Pick<typeof import('../../src/verdict/documentation.ts') & typeof import('../../src/verdict/results.ts'), 'resultTexts' | 'successResults'>} verdict
 * @param {'short' | 'long'} form
 */
export function resultTable({ resultTexts, successResults }, form) {
  const rows = Object.entries(resultTexts).map(([result, { short, when, consequence }]) => {
    const step = /** @type {readonly string[]} */ (successResults).includes(result) ? 'green' : 'red'
    return form === 'short' ? [`\`${result}\``, step, short] : [`\`${result}\``, step, when, consequence]
  })
  const head = ['`result`', 'Step', ...(form === 'short' ? ['When'] : ['When', 'What it means for you'])]
  return table(head, rows)
}

/**
 * What a run can end with, in the order of its definition. Several results of one kind stand together.
 * @param {Readonly<Record<string, import('../../src/verdict/code-entry.ts').CodeEntry>>} codes
 * @param {Readonly<Record<string, import('../../src/verdict/code-entry.ts').CodeText>>} texts
 */
export function codeTable(codes, texts) {
  const rows = Object.entries(codes).map(([code, { results }]) => {
    const shown = results.map((result) => `\`${result}\``).join(', ')
    const { meaning = '', fix = '' } = texts[code] ?? {}
    const short = shown.replace('`failed-kept-previous`, `failed-nothing-serving`', '`failed-…`')
    return [`\`${code}\``, short, meaning, fix]
  })
  return table(['`reason-code`', '`result`', 'Meaning', 'What to do'], rows)
}

/**
 * The inputs or outputs in order. A comment above an entry opens a group.
 * @param {'inputs' | 'outputs'} part
 * @param {string} action
 * @returns {Entry[]}
 */
function entriesOf(part, action) {
  const entries = parseDocument(action).get(part)
  if (!isMap(entries) || entries.items.length === 0) throw new Error(`action.yml has no ${part}`)
  let group = entries.commentBefore?.trim()
  return entries.items.map(({ key, value }) => {
    if (!isScalar(key) || !isMap(value)) throw new Error(`action.yml: an entry of ${part} is not a map`)
    group = key.commentBefore?.trim() ?? group
    const name = String(key.value)
    const description = String(value.get('description') ?? '').trim()
    if (description === '') throw new Error(`action.yml: ${part}.${name} has no description`)
    const fallback = value.get('default')
    const shown = fallback === undefined ? '' : `\`${String(fallback)}\``
    return { name, group, description, standard: value.get('required') === true ? 'required' : shown }
  })
}

/**
 * @param {string[]} head
 * @param {string[][]} rows
 */
function table(head, rows) {
  const cells = rows.map((row) => row.map((cell) => cell.replace(/\s+/g, ' ').replaceAll('|', '\\|')))
  return [head, head.map(() => '---'), ...cells].map((row) => `| ${row.join(' | ')} |`).join('\n')
}
