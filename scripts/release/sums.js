import { execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'

/** What runs, as git has it: both action.yml and every file of dist. @param {string} root @returns {string[]} */
export function runningFiles(root) {
  const argv = ['ls-files', '-z', '--', 'action.yml', 'ecs/action.yml', 'dist']
  return execFileSync('git', argv, { cwd: root, encoding: 'utf8' }).split('\0').filter(Boolean).sort()
}

/** As `sha256sum` writes them, and `sha256sum --check` reads them. @param {string} root */
export function sumsOf(root) {
  return runningFiles(root)
    .map(
      (path) =>
        `${createHash('sha256')
          .update(readFileSync(join(root, path)))
          .digest('hex')}  ${path}\n`,
    )
    .join('')
}
