/**
 * The main job in a minute: the committed bundle, started as a runner starts it, deploys to the simulator.
 *
 *     npm run demo                      a first deploy, an update, a failing update
 *     npm run demo -- --target ecs      the same on Amazon ECS, where the circuit breaker rolls the failing one back
 *     npm run demo -- disabled-service  any scenario of the simulator
 *     npm run demo -- --outcome crashes  another end of the deployment
 *     npm run demo -- --docker          build, push and run containers for real (root, and Debian's packages)
 *     npm run demo -- --list            what there is
 */
import { parseArgs } from 'node:util'
import { ecs } from './demo/ecs.js'
import { lightsail } from './demo/lightsail.js'
import { deploy, play } from './demo/play.js'
import { listing, namesOf, sentenceOf, startSimulator } from './demo/simulator.js'
import { weak } from './demo/terminal.js'
import { suggestion } from './suggestion.js'

const targets = [lightsail, ecs]

const usage = `Usage: npm run demo -- [SCENARIO ...] [--target NAME] [--outcome NAME] [--docker] [--list] [--help]

  SCENARIO        what to play (default: ${lightsail.standard.join(', ')};
                  with --target ecs: ${ecs.standard.join(', ')})
  --target NAME   lightsail (default) or ecs
  --outcome NAME  how the deployment ends, such as crashes or ${lightsail.otherOutcomes[0]}; with --target ecs: ${ecs.otherOutcomes[0]}
  --docker        build, push and run real containers (needs docker and docker-registry)
  --list          list all scenarios and outcomes
  --help          show this text`

const options = /** @type {const} */ ({
  target: { type: 'string', default: 'lightsail' },
  outcome: { type: 'string' },
  docker: { type: 'boolean', default: false },
  list: { type: 'boolean', default: false },
  help: { type: 'boolean', default: false },
})

const asked = request(process.argv.slice(2))
if ('mistake' in asked) {
  console.error(`${asked.mistake}\n\n${usage}`)
  process.exitCode = 2
} else if (asked.values.help) {
  console.log(usage)
} else if (asked.values.list) {
  process.stdout.write(listing(asked.target.name))
} else if (asked.values.docker) {
  const { playWithDocker } = await import('./demo/docker.js')
  await playWithDocker(asked.target.name, { deploy, startSimulator })
} else {
  const { target, scenarios, values } = asked
  const { outcome } = values
  const told = outcome === undefined ? undefined : sentenceOf(target.name, outcome, 'Outcomes')
  const isStuck = /is stuck|never leaves?/.test(told ?? '')
  for (const scenario of scenarios) await play(scenario, target, { outcome, told, isStuck })
  const more = target === lightsail ? '' : `--target ${target.name} `
  const end = target.otherOutcomes.find((name) => name !== outcome)
  if (!scenarios.includes(target.another))
    console.log(weak(`Another scenario: npm run demo -- ${more}${target.another}`))
  console.log(weak(`Another outcome: npm run demo -- ${more}--outcome ${end}`))
  console.log(weak(`List all: npm run demo -- ${more}--list`))
}

/** @param {string} name @param {readonly string[]} names */
function meant(name, names) {
  const one = suggestion(name, names)
  return one === undefined ? '' : `; did you mean "${one}"?`
}

/** @param {unknown} error of parseArgs */
function mistakeOf(error) {
  const message = error instanceof Error ? error.message : String(error)
  const unknown = /^Unknown option '(--?[^']*)'/.exec(message)?.[1]
  if (unknown === undefined) return message.split('. ')[0] ?? message
  const flags = Object.keys(options).map((name) => `--${name}`)
  return `There is no option "${unknown}"${meant(unknown, flags)}`
}

/** What was asked for, or what is wrong with it. @param {string[]} argv */
function request(argv) {
  try {
    const { values, positionals } = parseArgs({ args: argv, allowPositionals: true, options })
    const target = targets.find(({ name }) => name === values.target)
    if (target === undefined)
      return {
        mistake: `--target must be lightsail or ecs, not "${values.target}"${meant(values.target, ['lightsail', 'ecs'])}`,
      }
    const { outcome } = values
    const standard = outcome === undefined ? target.standard : [target.ofOutcome(outcome)]
    const scenarios = positionals.length > 0 ? positionals : standard
    const mistake =
      positionals.map((name) => unknown('scenario', name, target)).find(Boolean) ??
      (outcome === undefined ? undefined : unknown('outcome', outcome, target))
    return mistake === undefined || values.help ? { target, scenarios, values } : { mistake }
  } catch (error) {
    return { mistake: mistakeOf(error) }
  }
}

/** What to say of a name that the target does not have. @param {'scenario' | 'outcome'} kind @param {string} name @param {typeof lightsail} target */
function unknown(kind, name, target) {
  const has = (/** @type {typeof lightsail} */ { name: of }) =>
    sentenceOf(of, name, kind === 'scenario' ? 'Scenarios' : 'Outcomes') !== undefined
  if (has(target)) return undefined
  const other = targets.find((one) => one !== target && has(one))
  const where = other
    ? `; it exists with --target ${other.name}`
    : meant(name, namesOf(target.name, kind === 'scenario' ? 'Scenarios' : 'Outcomes'))
  return `There is no ${kind} "${name}"${target === lightsail ? '' : ' with --target ecs'}${where || '; see --list'}`
}
