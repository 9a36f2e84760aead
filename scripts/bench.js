/**
 * What speed means here, as ratios within one run: start-up against bare node, API calls per scenario, the time from
 * ACTIVE to the exit, and what a runner downloads. Milliseconds differ from machine to machine; the ratios hardly do.
 */
import { execFileSync, spawn } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'

const bundle = fileURLToPath(new URL('../dist/index.js', import.meta.url))
const simulator = fileURLToPath(new URL('../dist/simulator/index.js', import.meta.url))
const ROUNDS = 21

const quiet = {
  PATH: process.env['PATH'] ?? '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

console.log(`node ${process.version}, ${ROUNDS} rounds, medians`)
await startUp()
await callsPerScenario()
await fromActiveToExit()
await hostileText()
download()

async function startUp() {
  const server = await startSimulator('disabled-service', 1)
  const missing = { ...quiet, ...server.env }
  const refused = { ...missing, ...inputs({}) }
  /** @type {Record<string, number[]>} */
  const times = {}
  for (let round = 0; round < ROUNDS; round++) {
    for (const [name, args, env] of /** @type {const} */ ([
      ['bare node -e 0', ['-e', '0'], quiet],
      ['start → rejects missing inputs', [bundle], missing],
      ['start → first answered request → exit', [bundle], refused],
    ])) {
      times[name] = [...(times[name] ?? []), (await run([...args], env)).ms]
    }
  }
  server.stop()
  const bare = median(times['bare node -e 0'] ?? [])
  for (const [name, all] of Object.entries(times)) {
    row(name, `${median(all).toFixed(0)} ms`, `${(median(all) / bare).toFixed(2)} × bare`)
  }
}

async function callsPerScenario() {
  for (const scenario of ['first-deploy', 'update', 'failing-update', 'deployment-in-progress']) {
    const server = await startSimulator(scenario, 100)
    await run([bundle], { ...quiet, ...server.env, ...inputs({ 'poll-interval-seconds': '0.05' }) })
    const calls = server.calls()
    server.stop()
    const beforePoll = calls.findIndex((call) => call.startsWith('Create')) + 1
    row(
      `calls: ${scenario}`,
      `${beforePoll} to the write`,
      `${calls.length} in all (a poll every 5 s of Lightsail's time)`,
    )
  }
}

async function fromActiveToExit() {
  const server = await startSimulator('ready-service', 1)
  const image = 'ghcr.io/acme/shop:outcome-succeeds-at-once'
  const { endedAt } = await run([bundle], { ...quiet, ...server.env, ...inputs({ image }) })
  const active = server.writtenAt() + 1000
  server.stop()
  row('ACTIVE → exit', `${endedAt - active} ms`, 'polls are 1 s apart near the end')
}

/** A megabyte of log output through all functions that sanitize and redact. */
async function hostileText() {
  const isTypeScript = 'stripTypeScriptTypes' in (await import('node:module'))
  if (!isTypeScript) return row('1 MB of hostile text', 'not measured', 'needs Node 24')
  const {
    preformatted: markdownBlock,
    escapeTableCell: markdownCell,
    diffBlock: markdownFence,
    toSingleLine: oneLine,
    sanitizeLine: printable,
  } = await import('../src/text/sanitize.ts')
  const { createRedactor: keepSecrets } = await import('../src/text/redactor.ts')
  const { partsOf } = await import('../src/text/secret-parts.ts')
  const { looksSecret } = await import('../src/text/secret-values.ts')
  const { formatCommand: commandText } = await import('../src/text/command-text.ts')
  const secrets = keepSecrets([])
  secrets.add(Array.from({ length: 15 }, (_, index) => `secret-${index}-${'a'.repeat(60 * index)}b`))
  /** @type {Record<string, (text: string) => unknown>} */
  const functions = {
    ...{ oneLine, printable, markdownCell, clean: secrets.clean, redact: secrets.redact },
    markdownBlock: (text) => markdownBlock([text]),
    markdownFence: (text) => markdownFence([text]),
    partsOf: (value) => partsOf({ name: 'VALUE', value }),
    looksSecret: (value) => looksSecret({ name: 'VALUE', value }),
    commandText: (text) => commandText([text, text]),
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

function download() {
  const tarball = execFileSync('git', ['archive', 'HEAD'], { maxBuffer: 2 ** 28 })
  row(
    'downloaded by a runner',
    `${(gzipSync(tarball).length / 1000).toFixed(0)} kB`,
    'the repository as a tarball',
  )
}

/** @param {Record<string, string>} changed */
function inputs(changed) {
  const all = { 'service-name': 'shop', image: 'ghcr.io/acme/shop:2', 'container-port': '8080', ...changed }
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]))
}

/**
 * @param {string[]} args @param {Record<string, string>} env
 * @returns {Promise<{ ms: number, endedAt: number }>}
 */
function run(args, env) {
  const start = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  return new Promise((resolve) => {
    child.on('close', () => resolve({ ms: performance.now() - start, endedAt: Date.now() }))
  })
}

/** @param {string} scenario @param {number} speed */
async function startSimulator(scenario, speed) {
  const child = spawn(process.execPath, [simulator, '--scenario', scenario, '--speed', String(speed)])
  let text = ''
  let written = 0
  const exported = await new Promise((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
      if (/ Create/.test(part)) written = Date.now()
      const found = /^\s*export (.*)$/m.exec(text)?.[1]
      if (found !== undefined) resolve(found)
    })
  })
  const pairs = [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
  return {
    env: Object.fromEntries(pairs),
    calls: () => [...text.matchAll(/^\d\d:\d\d:\d\d {2}(\w+)/gm)].map(([, operation = '']) => operation),
    writtenAt: () => written,
    stop: () => child.kill(),
  }
}

/** @param {number[]} values */
function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/** @param {string} what @param {string} figure @param {string} note */
function row(what, figure, note) {
  console.log(`${what.padEnd(40)}${figure.padStart(14)}   ${note}`)
}
