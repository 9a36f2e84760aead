import { row } from './stage.js'

/** A megabyte of log output through all functions that sanitize and redact. */
export async function hostileText() {
  const isTypeScript = 'stripTypeScriptTypes' in (await import('node:module'))
  if (!isTypeScript) return row('1 MB of hostile text', 'not measured', 'needs Node 24')
  const { preformatted, escapeTableCell, diffBlock, toSingleLine, sanitizeLine } = await import(
    '../../src/text/sanitize.ts'
  )
  const { createRedactor } = await import('../../src/text/redactor.ts')
  const { partsOf } = await import('../../src/text/secret-parts.ts')
  const { looksSecret } = await import('../../src/text/secret-values.ts')
  const { formatCommand } = await import('../../src/text/command-text.ts')
  const secrets = createRedactor([])
  secrets.add(Array.from({ length: 15 }, (_, index) => `secret-${index}-${'a'.repeat(60 * index)}b`))
  /** @type {Record<string, (text: string) => unknown>} */
  const functions = {
    ...{ toSingleLine, sanitizeLine, escapeTableCell, clean: secrets.clean, redact: secrets.redact },
    preformatted: (text) => preformatted([text]),
    diffBlock: (text) => diffBlock([text]),
    partsOf: (value) => partsOf({ name: 'VALUE', value }),
    looksSecret: (value) => looksSecret({ name: 'VALUE', value }),
    formatCommand: (text) => formatCommand([text, text]),
  }
  const units = [
    '\u001b]8;;',
    '\u001b[0',
    '\u001bP',
    '\u009b',
    '\u200b',
    '\\',
    '%25',
    '&#0',
    '&amp;',
    ' ',
    '@',
    '#',
  ]
  units.push(
    '`',
    '<',
    'a',
    `${'a'.repeat(959)}c`,
    'https://',
    '?a=',
    '"a":{',
    '[',
    'YWFh',
    '61',
    'token=',
    'a b ',
  )
  for (const [name, use] of Object.entries(functions)) {
    const worst = units.map((unit) => ({ unit, ms: cpuOf(() => use(unit.repeat(1_000_000 / unit.length))) }))
    const { unit, ms } = worst.reduce((a, b) => (b.ms > a.ms ? b : a))
    row(
      `1 MB through ${name}`,
      `${ms.toFixed(0)} ms CPU`,
      `below 200; the worst is ${JSON.stringify(unit.slice(0, 9))}`,
    )
  }
  const lines = cpuOf(() => {
    for (let line = 0; line < 200; line++) secrets.clean('\u001b]8;;'.repeat(3_200))
  })
  row(
    '200 lines of 16 kB, cleaned',
    `${lines.toFixed(0)} ms CPU`,
    'an operating system command that never ends',
  )
}

/** Milliseconds. @param {() => void} work */
function cpuOf(work) {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}
