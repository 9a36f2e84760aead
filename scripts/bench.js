/** Measures speed as ratios within one run: docs/benchmarks.md says how to read them. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { gzipSync } from 'node:zlib'
import { callRows } from './bench/calls.js'
import { hostileText } from './bench/hostile-text.js'
import { peers } from './bench/peers.js'
import { scaleRows } from './bench/scale.js'
import { measure } from './bench/timed.js'
import { commandLine, mistake } from './command-line.js'

const root = fileURLToPath(new URL('..', import.meta.url))
const usage = `Usage: npm run bench -- [--against REF] [--rounds NUMBER] [--only TEXT] [--help]

  --against REF    measure the committed bundle of that commit as well
  --rounds NUMBER  how often each process is timed (default 15)
  --only TEXT      only the rows whose name contains this
  --help           show this text

Needs Node.js 24 and bash.`

const { values } = commandLine(
  usage,
  /** @type {const} */ ({
    against: { type: 'string' },
    rounds: { type: 'string', default: '15' },
    only: { type: 'string', default: '' },
  }),
)
if (!/^[1-9]\d{0,5}$/.test(values.rounds))
  mistake(usage, `--rounds must be a whole number of at least 1, not "${values.rounds}"`)

if (!('stripTypeScriptTypes' in (await import('node:module')))) {
  console.error('npm run bench needs Node.js 24, which runs TypeScript as it is.')
  process.exit(2)
}

const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-bundles-'))
try {
  await main()
} finally {
  rmSync(folder, { recursive: true, force: true })
}

async function main() {
  const bundles = [
    ...(values.against === undefined ? [] : [bundleOf(values.against)]),
    { name: 'here', ref: 'HEAD', dist: join(root, 'dist'), isOlder: false },
  ]
  /** @param {string} name */
  const isWanted = (name) => name.toLowerCase().includes(values.only.toLowerCase())
  /** @param {string} what @param {readonly string[]} figures @param {string} goal */
  const line = (what, figures, goal) =>
    console.log(`${what.padEnd(52)}${figures.map((one) => one.padStart(17)).join('')}   ${goal}`.trimEnd())

  console.log(`Node.js ${process.version}, ${values.rounds} rounds, medians; × bare node -e 0, wall · CPU\n`)
  line(
    '',
    bundles.map(({ name }) => name),
    'goal',
  )
  for (const { row: timed, ratios } of await measure(bundles, Number(values.rounds), isWanted)) {
    const figures = ratios.map((one) => (one ? `${one.wall.toFixed(2)} · ${one.cpu.toFixed(2)}` : '–'))
    line(timed.name, figures, timed.goal === '' ? '' : `${timed.goal} ${timed.figure}`)
  }
  const wanted = scaleRows.filter(({ name }) => isWanted(name))
  /** @type {string[][]} */
  const found = []
  for (const { measure: scale, isSlow } of wanted) {
    // What only waits, minutes long, does so for all bundles at once.
    const all = isSlow ? bundles.map(({ dist }) => scale(dist)) : []
    const figures = []
    for (const [column, { dist }] of bundles.entries()) figures.push(await (all[column] ?? scale(dist)))
    found.push(figures)
  }
  for (const [index, { name, goal }] of wanted.entries()) {
    const figures = found[index] ?? []
    if (figures.some((figure) => figure.length > 15)) {
      console.log(`${name.padEnd(60)}${goal}`)
      for (const [column, figure] of figures.entries()) console.log(`  ${bundles[column]?.name}: ${figure}`)
    } else line(name, figures, goal)
  }
  if (isWanted('download'))
    line(
      'download',
      bundles.map(({ ref }) => download(ref)),
      '≤ 450 kB',
    )
  if (isWanted('npm cit'))
    line('npm cit on two cores', ['not run here'], '≤ 4 min; measure it with: time npm cit')

  console.log('\nOther actions, as measured earlier (docs/benchmarks.md)')
  for (const { who, what, wall, cpu } of peers)
    if (isWanted(who) || isWanted(what)) line(`${who}`, [`${wall.toFixed(2)} · ${cpu.toFixed(2)}`], what)

  if (values.only !== '') return
  console.log('\nCalls, and time to the exit')
  await callRows(join(root, 'dist'))
  console.log('\nHostile text')
  await hostileText()
}

/** The committed bundle of a commit. @param {string} ref */
function bundleOf(ref) {
  const archive = execFileSync('git', ['archive', ref, 'dist'], { cwd: root, maxBuffer: 2 ** 28 })
  execFileSync('tar', ['-x', '-C', folder], { input: archive })
  return { name: ref.slice(0, 12), ref, dist: join(folder, 'dist'), isOlder: true }
}

/** What a runner downloads: the repository as a tarball. @param {string} ref */
function download(ref) {
  const tarball = execFileSync('git', ['archive', ref], { cwd: root, maxBuffer: 2 ** 28 })
  return `${(gzipSync(tarball).length / 1000).toFixed(0)} kB`
}
