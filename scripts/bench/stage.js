/** Runs of the bundle against the simulator, each a process, and how a figure is printed. */
import { spawn } from 'node:child_process'
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
 * @param {string[]} args @param {Record<string, string>} env
 * @returns {Promise<{ ms: number, endedAt: number }>}
 */
export function run(args, env) {
  const start = performance.now()
  const child = spawn(process.execPath, args, { env, stdio: 'ignore' })
  return new Promise((resolve) => {
    child.on('close', () => resolve({ ms: performance.now() - start, endedAt: Date.now() }))
  })
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

/** @param {number[]} values */
export function median(values) {
  return [...values].sort((a, b) => a - b)[values.length >> 1] ?? 0
}

/** @param {string} what @param {string} figure @param {string} note */
export function row(what, figure, note) {
  console.log(`${what.padEnd(44)}${figure.padStart(14)}   ${note}`)
}
