#!/usr/bin/env node
/**
 * A `gh` for the scripts of a release: of its commands those that they use, on a repository that is a JSON file (STATE). Only the
 * queries of the scripts are known; anything else ends with 2.
 */
import { readFileSync, writeFileSync } from 'node:fs'

const path = process.env['STATE'] ?? ''
const state = JSON.parse(readFileSync(path, 'utf8'))
const argv = process.argv.slice(2)

/** @param {string} name */
const option = (name) => (argv.includes(name) ? argv[argv.indexOf(name) + 1] : undefined)
const fields = Object.fromEntries(
  argv
    .map((text, index) => (['-f', '-F'].includes(argv[index - 1] ?? '') ? text.split('=') : []))
    .filter(([name]) => name !== undefined),
)

const answer = respond()
writeFileSync(path, JSON.stringify(state))
if (answer === undefined) {
  console.error('not found')
  process.exitCode = 1
} else {
  console.log(queried(answer, option('--jq')))
}

function respond() {
  const [command, verb, tag = ''] = argv
  if (command === 'api')
    return api(argv.find((text) => text.startsWith('repos/')) ?? '', option('--method') ?? 'GET')
  if (command === 'attestation')
    return state.attested.includes(tag) || state.attested === 'all' ? {} : undefined
  const release = state.releases[tag]
  switch (verb) {
    case 'view':
      return release
    case 'verify':
      return (
        release && {
          verificationResult: { statement: { subject: [{ digest: { sha1: release.attested } }] } },
        }
      )
    case 'create':
      state.releases[tag] = {
        isDraft: argv.includes('--draft'),
        isImmutable: false,
        isPrerelease: false,
        assets: assets(),
      }
      return {}
    case 'upload':
      release.assets = assets()
      return {}
    default:
      return process.exit(2)
  }
}

/** @param {string} url @param {string} method */
function api(url, method) {
  const way = url.split('/').slice(3).join('/')
  const ref = /^git\/refs?\/(tags\/.+)$/.exec(way)?.[1]
  if (method === 'GET' && ref !== undefined) return state.refs[ref] && { object: { sha: state.refs[ref] } }
  if (method === 'GET' && way.startsWith('git/tags/')) return { object: { sha: state.objects[way.slice(9)] } }
  if (method === 'GET' && way === 'releases/latest') return { tag_name: state.latest }
  if (method === 'POST' && way === 'git/tags') {
    const sha = `object-${Object.keys(state.objects).length + 1}`
    state.objects[sha] = fields['object']
    return { sha }
  }
  if (method === 'POST' && way === 'git/refs') {
    state.refs[fields['ref'].replace('refs/', '')] = fields['sha']
    return {}
  }
  if (method === 'PATCH' && ref !== undefined && fields['force'] === 'true') {
    state.refs[ref] = fields['sha']
    return {}
  }
  return process.exit(2)
}

function assets() {
  return argv
    .filter((text) => /(SHA256SUMS|sbom\.cdx\.json)$/.test(text))
    .map((text) => text.split('/').at(-1))
}

/** @param {any} value @param {string | undefined} query @returns {any} */
function queried(value, query) {
  if (query === undefined) return JSON.stringify(value)
  const csv = /^\[(.*)\] \| @csv$/.exec(query)?.[1]
  if (csv !== undefined)
    return csv
      .split(', ')
      .map((part) => queried(value, part))
      .join(',')
  return query
    .split(/[.[\]]+/)
    .filter(Boolean)
    .reduce((inner, key) => inner?.[key], value)
}
