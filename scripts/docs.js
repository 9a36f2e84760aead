/**
 * Keeps what is generated from another file in sync: in the pages the tables and the workflows that they show, the JSON
 * Schemas of the files that users write, and the simulator's tables of requests.
 */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'
import { rolldown } from 'rolldown'
import { commandLine } from './command-line.js'
import { filledPage, pagesIn, reader } from './docs/pages.js'
import { ecsSchemas, schemas } from './docs/schemas.js'
import { requestModels } from './request-models.js'

const usage = `Usage: npm run docs -- [--check] [--help]

  --check  write nothing, and fail if anything is out of sync
  --help   show this text`

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

/**
 * What the sources define that is generated from here. They are TypeScript, which Node 20 does not load by itself, so
 * they are bundled first.
 */
async function definitions() {
  const entry = join(root, 'docs-entry.js')
  const code = [
    "export { toJSONSchema } from 'zod/mini'",
    "export { codesByTarget, codeTexts, resultTexts } from './src/verdict/documentation.ts'",
    "export { successResults } from './src/verdict/results.ts'",
    "export { deploymentSchema } from './src/lightsail/inputs/files/deployment-file.ts'",
    "export { serviceSchema } from './src/lightsail/inputs/files/service-file.ts'",
    "export { requestSchemas } from './src/ecs/api/request-schemas.ts'",
    "export { readSdkSchema } from './src/ecs/inputs/schema/sdk-schema.ts'",
    "export { SERVICE_REPLY_MEMBERS, TASK_DEFINITION_REPLY_MEMBERS } from './src/ecs/model/reply-members.ts'",
  ].join('\n')
  const bundle = await rolldown({
    cwd: root,
    input: entry,
    platform: 'node',
    // The product loads them only when they are needed; here they are one bundle.
    onLog: (level, log, report) => {
      if (log.code !== 'INEFFECTIVE_DYNAMIC_IMPORT') report(level, log)
    },
    plugins: [
      {
        name: 'docs-entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
  })
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-'))
  try {
    const { output } = await bundle.write({ dir: folder, format: 'esm', entryFileNames: 'docs.mjs' })
    return await import(pathToFileURL(join(folder, output[0].fileName)).href)
  } finally {
    await bundle.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** What each generated file should hold. @returns {Promise<Map<string, string>>} */
async function generated() {
  const read = reader(root)
  const defined = await definitions()
  const sources = { read, verdict: defined }
  return new Map([
    ...pagesIn(root).map((path) => /** @type {const} */ ([path, filledPage(path, read(path), sources)])),
    ...schemas(defined),
    ...ecsSchemas(defined),
    ...requestModels(),
  ])
}

/** @param {string} path */
function present(path) {
  try {
    return readFileSync(join(root, path), 'utf8')
  } catch {
    return undefined
  }
}

async function main() {
  const { check } = commandLine(usage, { check: /** @type {const} */ ({ type: 'boolean' }) }).values
  for (const [path, content] of await generated()) {
    if (present(path) === content) continue
    if (check) {
      console.error(`${path} is out of sync with its source; run npm run docs`)
      process.exitCode = 1
    } else {
      mkdirSync(dirname(join(root, path)), { recursive: true })
      writeFileSync(join(root, path), content)
      console.log(`${path} written`)
    }
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main()
