/** The simulator of the committed bundle, as a process of its own. */
import { spawn, spawnSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'

const simulator = fileURLToPath(new URL('../../dist/simulator/index.js', import.meta.url))

/** What it can play for a target: scenarios and outcomes, each under its heading. @param {string} target */
export function listing(target) {
  const args = [simulator, '--target', target, '--list']
  return spawnSync(process.execPath, args, { encoding: 'utf8' }).stdout
}

/**
 * The sentence of a scenario or an outcome, if there is one of that name.
 * @param {string} target @param {string} name @param {'Scenarios' | 'Outcomes'} heading
 */
export function sentenceOf(target, name, heading) {
  const line = linesOf(target, heading).find((text) => text.startsWith(`  ${name} `))
  return line?.slice(name.length + 2).trim()
}

/** @param {string} target @param {'Scenarios' | 'Outcomes'} heading */
export function namesOf(target, heading) {
  return linesOf(target, heading).flatMap((line) => /^ {2}(\S+)/.exec(line)?.[1] ?? [])
}

/** @param {string} target @param {'Scenarios' | 'Outcomes'} heading */
function linesOf(target, heading) {
  const parts = listing(target).split('\n\n')
  return parts.find((text) => text.startsWith(heading))?.split('\n') ?? []
}

/**
 * @param {string} scenario
 * @param {{ target?: string, args?: string[], env?: Record<string, string>, speed: number }} options
 * @returns {Promise<{ sentence: string, env: Record<string, string>, stop(): Promise<unknown> }>}
 */
export function startSimulator(scenario, { target = 'lightsail', args: more = [], env = {}, speed }) {
  const args = [simulator, '--target', target, '--scenario', scenario, '--speed', String(speed), ...more]
  const child = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'ignore'],
    env: { ...process.env, ...env },
  })
  let text = ''
  const gone = new Promise((over) => child.once('close', over))
  const stop = () => {
    child.kill()
    return gone
  }
  return new Promise((resolve, reject) => {
    void gone.then(() => reject(new Error(`the simulator did not start: ${scenario}`)))
    child.stdout.setEncoding('utf8').on('data', (part) => {
      text += part
      const exported = /^\s*export (.*)$/m.exec(text)?.[1]
      if (exported === undefined) return
      const pairs = [...exported.matchAll(/(\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
      const sentence = /Scenario (.*)/.exec(text)?.[1] ?? scenario
      resolve({ sentence, env: Object.fromEntries(pairs), stop })
    })
  }).catch((error) => {
    console.error(`${error.message}`)
    process.exit(1)
  })
}
