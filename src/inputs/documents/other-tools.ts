import { isRecord, type PlacedIssue, type Plain, recordAt } from './records.ts'

/** Recognizes files of other tools that were named by mistake, and says what to do. None of their values is quoted. */

/** Says what a file is that belongs to another tool; `undefined` if it may be the right one. */
export interface OtherFiles {
  /** For a parsed map. */
  ofValue(value: unknown): PlacedIssue | undefined
  /** For a text that is neither a JSON nor a YAML map; `line` is counted from 1. */
  ofText(text: string): { readonly message: string; readonly line: number } | undefined
}

/** A file that one target only has to tell from its own, recognized by any of these keys. */
export interface OtherFile {
  readonly is: string
  readonly keys: readonly string[]
  readonly fix: string
}

/** How the target's own file is written: the fix for most files of other tools, which describe containers. */
export interface OwnForm {
  readonly asContainers: string
  /** The same, for CloudFormation. */
  readonly fromCloudFormation: string
}

/** Recognizes the known tools' files, and those in `own`; fixes name the target's own form. */
export function otherFiles(form: OwnForm, own: readonly OtherFile[]): OtherFiles {
  const known = [
    ...tools,
    ...own.map(({ is, keys, fix }) => ({ is, key: whenAny(...keys), fix: { text: fix } })),
  ]
  return { ofValue: (value) => otherTool(value, known, form), ofText: (text) => otherText(text, form) }
}

/** A sentence, or one of the target's. */
type Fix = keyof OwnForm | { readonly text: string }

interface Tool {
  readonly is: string
  /** The key that identifies it, in a map. */
  key(map: Plain): string | undefined
  readonly fix: Fix
}

function fixText(fix: Fix, form: OwnForm): string {
  return typeof fix === 'string' ? form[fix] : fix.text
}

function whenAll(...keys: readonly string[]) {
  return (map: Plain) => (keys.every((key) => Object.hasOwn(map, key)) ? keys[0] : undefined)
}

function whenAny(...keys: readonly string[]) {
  return (map: Plain) => keys.find((key) => Object.hasOwn(map, key))
}

/** The key of a map of maps of which some have one of these fields; a container may have the same name as that key. */
function mapOf(name: string, fields: readonly string[]) {
  return (map: Plain): string | undefined => {
    const entries = Object.values(recordAt(map, name) ?? {})
    const isOne = entries.some((entry) => isRecord(entry) && fields.some((field) => field in entry))
    return isOne && entries.every(isRecord) ? name : undefined
  }
}

function cloudFormationKey(map: Plain): string | undefined {
  if (Object.hasOwn(map, 'AWSTemplateFormatVersion')) return 'AWSTemplateFormatVersion'
  if (typeof map['Type'] === 'string' && map['Type'].startsWith('AWS::')) return 'Type'
  const resources = map['Resources']
  const isTemplate =
    isRecord(resources) && Object.values(resources).some((entry) => isRecord(entry) && 'Type' in entry)
  return isTemplate ? 'Resources' : undefined
}

function listOf(name: string, field: string) {
  return (map: Plain) => {
    const list = map[name]
    return Array.isArray(list) && list.some((entry) => isRecord(entry) && field in entry) ? name : undefined
  }
}

const tools: readonly Tool[] = [
  { is: 'a Compose file', key: mapOf('services', ['image', 'build']), fix: 'asContainers' },
  { is: 'a Kubernetes manifest', key: whenAll('apiVersion', 'kind'), fix: 'asContainers' },
  { is: "a Helm chart's Chart.yaml", key: whenAll('apiVersion', 'name', 'version'), fix: 'asContainers' },
  { is: 'a CloudFormation template', key: cloudFormationKey, fix: 'fromCloudFormation' },
  {
    is: 'a GitHub Actions workflow',
    key: mapOf('jobs', ['runs-on', 'uses', 'steps']),
    fix: { text: 'name the file that describes the containers' },
  },
  {
    is: 'a package.json of Node.js',
    key: (map) =>
      Object.hasOwn(map, 'name')
        ? whenAny('dependencies', 'devDependencies', 'scripts', 'main')(map)
        : undefined,
    fix: { text: 'name the file that describes the containers' },
  },
  {
    is: 'an Elastic Beanstalk Dockerrun.aws.json',
    key: whenAny('AWSEBDockerrunVersion'),
    fix: 'asContainers',
  },
  { is: 'a Render blueprint (render.yaml)', key: listOf('services', 'type'), fix: 'asContainers' },
  { is: 'a DigitalOcean app spec', key: listOf('services', 'name'), fix: 'asContainers' },
  {
    is: 'an app.yaml of App Engine or App Runner',
    key: (map) => (typeof map['runtime'] === 'string' ? 'runtime' : undefined),
    fix: 'asContainers',
  },
  {
    is: 'a file encrypted with sops',
    key: (map) => (recordAt(map, 'sops')?.['mac'] === undefined ? undefined : 'sops'),
    fix: { text: 'decrypt it in a step before this one' },
  },
  {
    is: 'a Procfile',
    key: (map) =>
      Object.values(map).every((entry) => typeof entry === 'string')
        ? whenAny('web', 'worker')(map)
        : undefined,
    fix: 'asContainers',
  },
]

function sentence(is: string, fix: string): string {
  return `this is ${is}; ${fix}`
}

/** What a document of another tool is, and the key that identifies it. */
function otherTool(value: unknown, known: readonly Tool[], form: OwnForm): PlacedIssue | undefined {
  const [first] = Array.isArray(value) ? value : [value]
  if (!isRecord(first)) return undefined
  for (const { is, key, fix } of known) {
    const found = key(first)
    if (found !== undefined)
      return { message: sentence(is, fixText(fix, form)), at: Array.isArray(value) ? [0, found] : [found] }
  }
  return undefined
}

/** What the patterns are matched with: single lines, so that no text makes them slow. */
const texts: readonly (readonly [is: string, patterns: readonly RegExp[], fix: Fix])[] = [
  [
    'a Git LFS pointer, not the file itself',
    [/^version https:\/\/git-lfs\.github\.com\/spec\//],
    { text: 'set lfs: true for actions/checkout' },
  ],
  ['a web page', [/^[ \t]*<(?:!doctype|html|\?xml)/i], { text: 'check the step that downloads the file' }],
  [
    'a Terraform file',
    [/^(?:resource|provider|terraform|variable|module|data|locals|output)\b[^:\n]*\{[ \t\r]*$/m],
    'asContainers',
  ],
  [
    'a Fly.io fly.toml',
    [/^(?:\[\[?(?:http_service|services|build|vm)\b|primary_region[ \t]*=)/m, /^\w+[ \t]*=/m],
    'asContainers',
  ],
  ['a TOML file', [/^\[{1,2}[\w."-]+\]{1,2}[ \t\r]*$/m, /^[ \t]*[\w-]+[ \t]*=/m], 'asContainers'],
  ['a CloudFormation template', [/\bAWSTemplateFormatVersion\b|\bAWS::[A-Z]\w+::/], 'asContainers'],
  ['a Kubernetes manifest', [/^apiVersion:/m, /^kind:/m], 'asContainers'],
  ['a Compose file', [/^services:[ \t\r]*(?:#.*)?$/m, /^[ \t]+(?:image|build):/m], 'asContainers'],
  [
    'a GitHub Actions workflow',
    [/^jobs:[ \t\r]*(?:#.*)?$/m, /^[ \t]+runs-on:/m],
    { text: 'name the file that describes the containers' },
  ],
]

/** The same for a text that is no map of JSON or YAML; `line` is counted from 1. */
function otherText(text: string, form: OwnForm): ReturnType<OtherFiles['ofText']> {
  const lines = text.split('\n')
  const isWritten = (line: string) => !/^\s*(?:#|$)/.test(line)
  const first = lines.findIndex(isWritten)
  if (/^\s*(?:FROM|ARG)\s+\S/i.test(lines[first] ?? '') && lines.some((line) => /^FROM\s/i.test(line))) {
    const fix = 'build the image in a step before this one, and name it in the input image'
    return { message: sentence('a Dockerfile', fix), line: first + 1 }
  }
  for (const [is, patterns, fix] of texts) {
    const matches = patterns.map((pattern) => pattern.exec(text))
    const [match] = matches
    if (match && !matches.includes(null))
      return {
        message: sentence(is, fixText(fix, form)),
        line: text.slice(0, match.index).split('\n').length,
      }
  }
  const written = lines.filter(isWritten)
  const isEnvFile =
    written.length > 0 && written.every((line) => /^\s*(?:export\s+)?[A-Za-z_][\w.]*\s*=/.test(line))
  return isEnvFile
    ? { message: sentence('a file of NAME=value lines', 'name it in the input env-file'), line: first + 1 }
    : undefined
}
