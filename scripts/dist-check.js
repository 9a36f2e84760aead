/** Fails unless dist/ is, byte for byte and file for file, what the sources build. */
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'

const committed = fileURLToPath(new URL('../dist', import.meta.url))
const fresh = mkdtempSync(join(tmpdir(), 'lightsail-deploy-dist-'))
try {
  execFileSync(process.execPath, [fileURLToPath(new URL('build.js', import.meta.url)), fresh], {
    stdio: 'inherit',
  })
  const [is, shall] = [filesOf(committed), filesOf(fresh)]
  const stale = [...new Set([...is.keys(), ...shall.keys()])].filter((name) => {
    const [one, other] = [is.get(name), shall.get(name)]
    return one === undefined || other === undefined || !one.equals(other)
  })
  if (stale.length > 0) {
    console.error(
      `dist/ is out of sync with the sources: ${stale.join(', ')}. Run npm run build and commit dist/.`,
    )
    process.exitCode = 1
  } else {
    console.log(`dist/ is in sync: ${is.size} files`)
  }
} finally {
  rmSync(fresh, { recursive: true, force: true })
}

/** @param {string} folder @returns {Map<string, Buffer>} */
function filesOf(folder) {
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' })
  const files = names.filter((name) => statSync(join(folder, name)).isFile())
  return new Map(files.map((name) => [name, readFileSync(join(folder, name))]))
}
