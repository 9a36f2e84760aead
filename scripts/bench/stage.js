/** Processes that are measured, what they run against, and how a figure is printed. */
import { spawn } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const simulator = fileURLToPath(new URL('../../dist/simulator/index.js', import.meta.url))

export const quiet = {
  PATH: process.env['PATH'] ?? '',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true',
}

/** The environment in which a runner hands them over. @param {Record<string, string>} all */
export function inputs(all) {
  return Object.fromEntries(Object.entries(all).map(([name, text]) => [`INPUT_${name.toUpperCase()}`, text]))
}

/**
 * @typedef {object} Figures
 * @property {number} wall milliseconds from the start of the process to its end
 * @property {number} cpu milliseconds of the processor, user and system, all threads
 * @property {number} endedAt epoch milliseconds
 * @property {number | null} exitCode
 */

/**
 * Runs Node.js with `args`, timed by bash, which has what the system says of a child that ended.
 * @param {readonly string[]} args @param {Record<string, string>} env
 * @returns {Promise<Figures>}
 */
export function run(args, env) {
  const timed = 'TIMEFORMAT="%3R %3U %3S"; time "$@" >/dev/null 2>&1'
  const child = spawn('bash', ['-c', timed, 'bash', process.execPath, ...args], {
    env,
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let text = ''
  child.stderr.setEncoding('utf8').on('data', (part) => {
    text += part
  })
  return new Promise((resolve) => {
    child.on('close', (exitCode) => {
      const [wall = 0, user = 0, system = 0] = text.replaceAll(',', '.').trim().split(' ').map(Number)
      resolve({ wall: wall * 1000, cpu: (user + system) * 1000, endedAt: Date.now(), exitCode })
    })
  })
}

/** The largest resident set of such a run, in MiB. @param {readonly string[]} args @param {Record<string, string>} env */
export async function peakOf(args, env) {
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-peak-'))
  const [hook, told] = [join(folder, 'peak.cjs'), join(folder, 'peak')]
  const path = JSON.stringify(told)
  writeFileSync(
    hook,
    `process.on('exit', () => require('fs').writeFileSync(${path}, String(process.resourceUsage().maxRSS)))`,
  )
  try {
    const figures = await run(['--require', hook, ...args], env)
    return { ...figures, peak: Number(readFileSync(told, 'utf8')) / 1024 }
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

/** @param {string} target @param {string} scenario @param {number} speed */
export async function startSimulator(target, scenario, speed) {
  const args = [simulator, '--target', target, '--scenario', scenario, '--speed', String(speed)]
  const child = spawn(process.execPath, args)
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
    /** @type {Record<string, string>} */
    env: Object.fromEntries(pairs),
    calls: () =>
      [...text.matchAll(/^\d\d:\d\d:\d\d {2}(?:\w+:)?(\w+)/gm)].map(([, operation = '']) => operation),
    writtenAt: () => written,
    stop: () => child.kill(),
  }
}

/** @param {readonly number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? Number.NaN
}

/** @param {string} what @param {string} figure @param {string} note */
export function row(what, figure, note) {
  console.log(`${what.padEnd(44)}${figure.padStart(14)}   ${note}`)
}
