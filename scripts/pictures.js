/**
 * Draws the README's pictures of the comment and the job summary, from what the bundle really writes: it deploys to the
 * embedded simulator at Lightsail's own pace (nine minutes), and writes its comments to a GitHub that only notes them down.
 */
import { spawn } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createServer } from 'node:http'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commandLine } from './command-line.js'
import { drawing } from './drawing.js'

commandLine(
  'Usage: npm run pictures\n\nDraws pictures/ again, from real runs on the simulator. Takes nine minutes.',
)

const root = fileURLToPath(new URL('..', import.meta.url))
const image = 'ghcr.io/acme/shop:9a8b7c'
const inputs = {
  'service-name': 'shop',
  image,
  'container-port': '8080',
  'health-check-path': '/healthz',
  'environment-variables': 'FEATURE_X=on',
}

const [good, bad, plan] = await Promise.all([
  run('update', inputs),
  run('failing-update', inputs),
  run('update', { ...inputs, mode: 'plan', power: 'micro' }),
])
mkdirSync(join(root, 'pictures'), { recursive: true })
const author = 'github-actions'
draw('comment', good.comment, { author, remark: 'bot commented 3 minutes ago · edited' })
draw('comment-failed', bad.comment, { author, remark: 'bot commented 9 minutes ago · edited' })
draw('comment-plan', plan.comment, { author, remark: 'bot commented 1 minute ago' })
draw('summary', good.summary, { author: 'deploy', remark: 'summary' })

/** @param {string} name @param {string} markdown @param {{ author: string, remark: string }} head */
function draw(name, markdown, head) {
  writeFileSync(join(root, 'pictures', `${name}.svg`), drawing(asOnAws(markdown), head))
}

/** Without the row that says where the simulator was, which nobody sees on AWS. @param {string} markdown */
function asOnAws(markdown) {
  return markdown.replace(
    /^\| Endpoint \|.*\(not AWS\) \|\n(?:(\| :-- .*\n)(\|.*\n))?/m,
    (_, line = '', row = '') => `${row}${line}`,
  )
}

/** The last comment and the summary of one run. @param {string} scenario @param {Record<string, string>} given */
async function run(scenario, given) {
  const folder = mkdtempSync(join(tmpdir(), 'lightsail-deploy-pictures-'))
  const github = await startGitHub()
  const lightsail = await startLightsail(scenario)
  const sha = '9a8b7c1'.padEnd(40, '0')
  const event = { action: 'synchronize', pull_request: { number: 7, head: { sha } } }
  writeFileSync(join(folder, 'event.json'), JSON.stringify(event))
  writeFileSync(join(folder, 'summary'), '')
  const asked = Object.entries({ ...given, 'github-token': 'x' })
  try {
    const child = spawn(process.execPath, [join(root, 'dist/index.js')], {
      cwd: folder,
      stdio: 'ignore',
      env: {
        PATH: process.env['PATH'],
        ...lightsail.env,
        GITHUB_API_URL: github.url,
        GITHUB_REPOSITORY: 'acme/shop',
        GITHUB_SHA: sha,
        GITHUB_RUN_ID: '42',
        GITHUB_JOB: 'deploy',
        GITHUB_EVENT_NAME: 'pull_request',
        GITHUB_EVENT_PATH: 'event.json',
        GITHUB_STEP_SUMMARY: 'summary',
        ...Object.fromEntries(asked.map(([name, value]) => [`INPUT_${name.toUpperCase()}`, value])),
      },
    })
    await new Promise((resolve) => child.on('close', resolve))
    return { comment: github.comment(), summary: readFileSync(join(folder, 'summary'), 'utf8') }
  } finally {
    lightsail.stop()
    github.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** A pull request without comments, which takes one and lets it be edited. */
async function startGitHub() {
  let comment = ''
  const server = createServer(async (request, response) => {
    let text = ''
    for await (const part of request.setEncoding('utf8')) text += part
    const isList = request.method === 'GET' && !request.url?.endsWith('/1')
    if (text !== '') comment = JSON.parse(text).body
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify(isList ? [] : { id: 1, body: comment }))
  })
  await new Promise((resolve) => server.listen(0, '127.0.0.1', () => resolve(undefined)))
  const address = server.address()
  return {
    url: `http://127.0.0.1:${typeof address === 'object' ? address?.port : ''}`,
    comment: () => comment,
    stop: () => server.close(),
  }
}

/** The embedded simulator, in real time. @param {string} scenario */
async function startLightsail(scenario) {
  const child = spawn(process.execPath, [join(root, 'dist/simulator/index.js'), '--scenario', scenario])
  const text = await new Promise((resolve) => {
    let seen = ''
    child.stdout.setEncoding('utf8').on('data', (part) => {
      seen += part
      if (/^\s*export /m.test(seen)) resolve(seen)
    })
  })
  const exported = [...text.matchAll(/(AWS_\w+)=(\S+)/g)].map(([, name, value]) => [name, value])
  return { env: Object.fromEntries(exported), stop: () => child.kill() }
}
