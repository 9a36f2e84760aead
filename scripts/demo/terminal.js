/** Shows the log of a step and a job summary in a terminal as GitHub does on a page. */
import { createInterface } from 'node:readline'
import { createStopwatch, durationsInSimulatedTime, scaled } from './clock.js'

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

/**
 * Prints a step's log as GitHub does: workflow commands become groups, errors and warnings. All times are the simulator's.
 * @param {import('node:stream').Readable} stream @param {number} speed
 */
export function showLog(stream, speed) {
  const inSimulatedTime = createStopwatch(speed)
  let isInGroup = false
  createInterface({ input: stream }).on('line', (written) => {
    if (/^::(?:end)?group::/.test(written)) isInGroup = !written.startsWith('::end')
    // A group holds a container's log, in the time of the service.
    const line = isInGroup ? written : durationsInSimulatedTime(inSimulatedTime(written), speed)
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

/**
 * Prints what a job summary shows at a glance: its heading, and how long each phase took. The rest repeats the log.
 * @param {string} markdown @param {number} speed
 */
export function showSummary(markdown, speed) {
  const lines = markdown.split('\n')
  const rows = lines
    .slice(lines.findIndex((line) => line.startsWith('| Phase ')) + 2)
    .flatMap((line) => /^\| (.*) \|$/.exec(line)?.[1]?.split(' | ').map(plain) ?? [])
  const heading = lines.find((line) => line.startsWith('#')) ?? ''
  console.log(`  ${strong(plain(heading.replace(/^#+ /, '')))}`)
  if (lines.some((line) => line.startsWith('| Phase '))) showPhases(rows, speed)
  console.log()
}

/** In columns that fit the terminal. @param {string[]} cells three a row @param {number} speed */
function showPhases(cells, speed) {
  const rows = Array.from({ length: Math.floor(cells.length / 3) }, (_, row) =>
    cells.slice(3 * row, 3 * row + 3),
  )
  const width = Math.min(
    Math.max(...rows.map(([phase = '']) => phase.length)),
    (process.stdout.columns ?? 100) - 42,
  )
  for (const [phase = '', time = '', bar = ''] of rows) {
    const shown = phase.length > width ? `${phase.slice(0, width - 1)}…` : phase.padEnd(width)
    console.log(`  ${shown}  ${scaled(time, speed).padStart(12)}  ${bar}`.trimEnd())
  }
}
