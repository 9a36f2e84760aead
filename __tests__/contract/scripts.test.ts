import { spawnSync } from 'node:child_process'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { read, root } from './markdown.ts'

/** The scripts of package.json as somebody starts them who does not know them. */

const { scripts }: { scripts: Record<string, string> } = JSON.parse(read('package.json'))
/** They pass their flags on to a tool, or have none. */
const others = ['format', 'jest', 'test']
const own = Object.keys(scripts).filter((name) => !others.includes(name))

function start(name: string, ...argv: string[]) {
  const file = join(root, `scripts/${name}.js`)
  return spawnSync(process.execPath, [file, ...argv], { cwd: root, encoding: 'utf8' })
}

describe('npm run', () => {
  test.each(own)('%s -- --help tells how to use it', (name) => {
    const { status, stdout } = start(name, '--help')
    expect(stdout).toMatch(new RegExp(`^Usage: npm run ${name}\\b`))
    expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(110)
    expect(status).toBe(0)
  })

  test.each([
    ['demo', ['--taget', 'ecs'], 'There is no option "--taget"; did you mean "--target"?'],
    ['demo', ['failing'], 'There is no scenario "failing"; did you mean "failing-update"?'],
    ['demo', ['--target'], '--target needs a value'],
    ['simulate', ['--target', 'esc'], '--target must be lightsail or ecs, not "esc"; did you mean "ecs"?'],
    ['docs', ['--chekc'], 'There is no option "--chekc"; did you mean "--check"?'],
    ['pictures', ['all'], 'Unexpected argument "all"'],
  ])('%s -- %j names the mistake, and shows how it is used', (name, argv, reason) => {
    const { status, stderr } = start(name, ...argv)
    expect(stderr).toContain(`${reason}\n\nUsage: npm run ${name}`)
    expect(status).toBe(2)
  })
})
