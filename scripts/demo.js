/**
 * The main job in a minute: the committed bundle, started as a runner starts it, deploys to the simulator.
 *
 *     npm run demo                      a first deploy, an update, a failing update
 *     npm run demo -- --target ecs      the same on Amazon ECS, where the circuit breaker rolls the failing one back, and a migration fails
 *     npm run demo -- disabled-service  any scenario of the simulator
 *     npm run demo -- --outcome crashes  another end of the deployment
 *     npm run demo -- --docker          build, push and run containers for real (root, and Debian's packages)
 *     npm run demo -- --list            what there is
 */
import { commandLine, didYouMean, mistake } from './command-line.js'
import { ecs } from './demo/ecs.js'
import { lightsail } from './demo/lightsail.js'
import { deploy, play } from './demo/play.js'
import { listing, namesOf, sentenceOf, startSimulator } from './demo/simulator.js'
import { weak } from './demo/terminal.js'

const targets = [lightsail, ecs]

const usage = `Usage: npm run demo -- [SCENARIO ...] [--target NAME] [--outcome NAME] [--docker] [--list] [--help]

  SCENARIO        what to play (default: ${lightsail.standard.join(', ')};
                  with --target ecs: ${ecs.standard.join(', ')})
  --target NAME   lightsail (default) or ecs
  --outcome NAME  how the deployment ends, such as crashes or ${lightsail.otherOutcomes[0]}; with --target ecs: ${ecs.otherOutcomes[0]}
  --docker        build, push and run real containers (needs docker and docker-registry)
  --list          list all scenarios and outcomes
  --help          show this text`

const { values, positionals } = commandLine(
  usage,
  /** @type {const} */ ({
    target: { type: 'string', default: 'lightsail' },
    outcome: { type: 'string' },
    docker: { type: 'boolean', default: false },
    list: { type: 'boolean', default: false },
  }),
  { takesPositionals: true },
)

const { outcome } = values
const target =
  targets.find(({ name }) => name === values.target) ??
  mistake(
    usage,
    `--target must be lightsail or ecs, not "${values.target}"${didYouMean(values.target, ['lightsail', 'ecs'])}`,
  )
for (const name of positionals) mustExist('scenario', name)
if (outcome !== undefined) mustExist('outcome', outcome)

if (values.list) {
  process.stdout.write(listing(target.name))
} else if (values.docker) {
  const { playWithDocker } = await import('./demo/docker.js')
  await playWithDocker(target.name, { deploy, startSimulator })
} else {
  const standard = outcome === undefined ? target.standard : [target.ofOutcome(outcome)]
  const scenarios = positionals.length > 0 ? positionals : standard
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

/** Ends the demo if the target does not have that name. @param {'scenario' | 'outcome'} kind @param {string} name */
function mustExist(kind, name) {
  const heading = kind === 'scenario' ? 'Scenarios' : 'Outcomes'
  const has = (/** @type {typeof lightsail} */ { name: of }) => sentenceOf(of, name, heading) !== undefined
  if (has(target)) return
  const other = targets.find((one) => one !== target && has(one))
  const where = other
    ? `; it exists with --target ${other.name}`
    : didYouMean(name, namesOf(target.name, heading))
  mistake(
    usage,
    `There is no ${kind} "${name}"${target === lightsail ? '' : ' with --target ecs'}${where || '; see --list'}`,
  )
}
