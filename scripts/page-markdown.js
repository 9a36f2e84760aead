/** A parser for the Markdown of our pages: blocks, and text as SVG spans. */

/** Of the text, in pixels. */
export const SIZE = 14

/**
 * @typedef {{ kind: 'title' | 'text' | 'alert', text: string }
 *   | { kind: 'table', rows: string[][] }
 *   | { kind: 'code', lines: string[] }
 *   | { kind: 'diff', lines: string[] }
 *   | { kind: 'folded', title: string, blocks: Block[] }} Block
 */

/** @param {string} markdown @returns {Block[]} */
export function blocksOf(markdown) {
  const lines = markdown
    .replace(/^<!-- \S.*-->\n/, '')
    .replaceAll('<!-- -->', '')
    .trim()
    .split('\n')
  /** @type {Block[]} */
  const blocks = []
  /** The lines up to the one that ends the block. @param {(line: string) => boolean} isEnd */
  const until = (isEnd) => {
    const end = lines.findIndex(isEnd)
    const found = lines.splice(0, end < 0 ? lines.length : end)
    return found
  }
  while (lines.length > 0) {
    const line = lines.shift() ?? ''
    const details = /^<details( open)?><summary>(.*)<\/summary>$/.exec(line)
    if (details) {
      const content = until((next) => next === '</details>').join('\n')
      lines.shift()
      blocks.push({ kind: 'folded', title: details[2] ?? '', blocks: details[1] ? blocksOf(content) : [] })
    } else if (line.startsWith('### ')) blocks.push({ kind: 'title', text: line.slice(4) })
    else if (line === '> [!CAUTION]') blocks.push({ kind: 'alert', text: (lines.shift() ?? '').slice(2) })
    else if (line === '<pre>') {
      blocks.push({ kind: 'code', lines: until((next) => next === '</pre>') })
      lines.shift()
    } else if (line === '```diff') {
      blocks.push({ kind: 'diff', lines: until((next) => next === '```') })
      lines.shift()
    } else if (line.startsWith('| ')) {
      const rows = [line, ...until((next) => !next.startsWith('| '))].filter((row) => !/^\| :?-/.test(row))
      blocks.push({ kind: 'table', rows: rows.map((row) => row.slice(2, -2).split(' | ')) })
    } else if (line !== '') blocks.push({ kind: 'text', text: line })
  }
  return blocks
}

/** Bold, code and links as spans, which flow. @param {string} markdown */
export function inline(markdown) {
  return markdown
    .split(/(\*\*[^*]+\*\*|`[^`]+`|\[[^\]]+\]\([^)]+\))/)
    .map((part) => {
      if (part.startsWith('**')) return `<tspan class="bold">${escaped(decoded(part.slice(2, -2)))}</tspan>`
      if (part.startsWith('`')) return `<tspan class="mono">${escaped(decoded(part.slice(1, -1)))}</tspan>`
      const link = /^\[([^\]]+)\]/.exec(part)?.[1]
      return link === undefined
        ? escaped(decoded(part))
        : `<tspan class="link">${escaped(decoded(link))}</tspan>`
    })
    .join('')
}

/** @param {string} markdown */
export function shownText(markdown) {
  return decoded(markdown.replace(/\[([^\]]+)\]\([^)]+\)/g, '$1').replace(/\*\*|`/g, ''))
}

/** Lines of Markdown that fit; no bold, code or link is cut. @param {string} markdown @param {number} width */
export function wrapped(markdown, width) {
  const words = markdown.split(/ (?![^[]*\]\()(?=(?:[^`]*`[^`]*`)*[^`]*$)/)
  /** @type {string[]} */
  const lines = []
  for (const word of words) {
    const longer = lines.length > 0 ? `${lines.at(-1)} ${word}` : word
    const fits = widthOf(shownText(longer)) <= width || isOpen(lines.at(-1) ?? '')
    if (lines.length > 0 && fits) lines.splice(-1, 1, longer)
    else lines.push(word)
  }
  return lines
}

/** @param {string} line */
function isOpen(line) {
  return line.split('**').length % 2 === 0
}

/** Roughly, in a font like Helvetica. @param {string} shown */
export function widthOf(shown) {
  let width = 0
  for (const character of shown) {
    width += /[ilj.,:;'|!()[\]/ft]/.test(character)
      ? 0.31
      : /[mwMW@]/.test(character)
        ? 0.86
        : /[A-Z×→]/.test(character)
          ? 0.68
          : 0.54
  }
  return width * SIZE
}

/** @param {string} html */
export function decoded(html) {
  return html
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** @param {string} plain */
export function escaped(plain) {
  return plain.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
