/** Shows the log of a step and a job summary in a terminal as GitHub does on a page. */
import { createInterface } from 'node:readline'

const coloured = process.stdout.isTTY && !process.env['NO_COLOR']
/** @param {string} code */
function style(code) {
  return (/** @type {string} */ text) => (coloured ? `\u001b[${code}m${text}\u001b[0m` : text)
}
export const strong = style('1')
export const weak = style('2')
const red = style('31')
const yellow = style('33')

/** @param {string} text */
function unescapeCommand(text) {
  return text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
}

/** Prints a step's log as GitHub does: workflow commands become groups, errors and warnings. @param {import('node:stream').Readable} stream */
export function showLog(stream) {
  createInterface({ input: stream }).on('line', (line) => {
    const [, command, text = ''] = /^::([a-z-]+)(?: [^:]*)?::(.*)$/.exec(line) ?? []
    if (command === undefined) console.log(line)
    else if (command === 'group') console.log(strong(`▼ ${text}`))
    else if (command === 'error') console.log(red(`Error: ${unescapeCommand(text)}`))
    else if (command === 'warning' || command === 'notice') {
      console.log(yellow(`${command === 'warning' ? 'Warning' : 'Notice'}: ${unescapeCommand(text)}`))
    }
  })
}

/** @param {string} text */
function plain(text) {
  return text
    .replace(/^> /, '')
    .replace(/\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll('**', '')
    .replaceAll('<!-- -->', '')
    .replace(/&#(\d+);/g, (_, code) => String.fromCharCode(Number(code)))
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}

/** Prints the Markdown that we write into job summaries; folded parts stay folded. @param {string} markdown */
export function showSummary(markdown) {
  const open = markdown.replace(
    /<details><summary>(.*?)<\/summary>[\s\S]*?<\/details>/g,
    (_, title) => `▸ ${title}`,
  )
  for (const line of open.split('\n')) {
    const cells = /^\| (.*) \|$/.exec(line)?.[1]?.split(' | ')
    if (/^\| *:?-|^\|[ |]*\|$|^<\/?pre>$|^> \[!\w+\]$|^$/.test(line)) continue
    if (cells)
      console.log(`  ${plain(cells[0] ?? '').padEnd(60)} ${plain(cells.slice(1).join(' '))}`.trimEnd())
    else
      console.log(line.startsWith('#') ? `  ${strong(plain(line.replace(/^#+ /, '')))}` : `  ${plain(line)}`)
  }
  console.log()
}
