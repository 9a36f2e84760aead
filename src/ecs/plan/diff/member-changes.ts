import { changed, namesLine, textChange } from '../../../diff/change-lines.ts'
import { isRecord } from '../../../inputs/documents/records.ts'
import type { Change } from '../../../rollout/contract/plan.ts'
import { formatCommand } from '../../../text/command-text.ts'
import { isSecretOption } from '../../model/secret-values.ts'

/** Differences that one line shows; the others are counted. */
const MAX_SHOWN = 6

/** Of one value. Characters. */
const MAX_CHARACTERS = 120

/**
 * What differs in a value of any shape, as one line at most: `port 80 → 8080, protocol tcp`. What is secret by its name, or
 * lets somebody in, is not shown.
 */
export function memberChanges(subject: string, before: unknown, after: unknown): Change[] {
  const [was, is] = [leavesOf(before), leavesOf(after)]
  const paths = [...new Set([...was.keys(), ...is.keys()])].filter(
    (path) => was.get(path)?.text !== is.get(path)?.text,
  )
  if (paths.length === 0) return []
  if (paths.length === 1 && paths[0] === '')
    return textChange(subject, was.get('')?.shown ?? '', is.get('')?.shown ?? '')
  const lines = paths
    .slice(0, MAX_SHOWN)
    .map((path, index) => leafText(nameOf(path, paths[index - 1]), was.get(path)?.shown, is.get(path)?.shown))
  const rest = paths.length - lines.length
  const detail = `${lines.join(', ')}${rest > 0 ? ` and ${rest} more` : ''}`
  const sign = was.size === 0 ? '+' : is.size === 0 ? '-' : '~'
  return [
    { sign, subject, detail: sign === '-' ? namesLine([...was.keys()].map((path) => nameOf(path))) : detail },
  ]
}

/** `healthCheckGracePeriodSeconds` as people say it. */
export function wordsOf(name: string): string {
  return name
    .replace(/([a-z\d])([A-Z])/g, '$1 $2')
    .replace(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .replace(/([GM])i B$/, '$1iB')
    .split(' ')
    .map((word) => (/^(?:[A-Z]{2,}|[GM]iB)$/.test(word) ? word : word.toLowerCase()))
    .join(' ')
}

interface Leaf {
  /** What is compared. */
  readonly text: string
  readonly shown: string
}

function leafText(name: string, was: string | undefined, is: string | undefined): string {
  if (is === undefined) return `${name} removed`
  if (was === undefined) return `${name} ${is}`
  return was === is ? `${name} changed` : changed('', `${name} ${was}`, is).detail
}

/**
 * `awsvpcConfiguration.assignPublicIp` is `assign public ip`: there is no other network. After a member of the same parent the parent
 * is not repeated: `options awslogs-group /ecs/web, awslogs-region eu-central-1`.
 */
function nameOf(path: string, previous = ''): string {
  const steps = stepsOf(path)
  const [parent, parentBefore] = [steps, stepsOf(previous)].map((all) => all.slice(0, -1).join('.'))
  return (parent === parentBefore ? steps.slice(-1) : steps).map(wordsOf).join(' ')
}

function stepsOf(path: string): string[] {
  return path.split('.').filter((step) => step !== 'awsvpcConfiguration')
}

/** Every value within a value by its path; a list of plain values is one. */
function leavesOf(value: unknown, path = ''): Map<string, Leaf> {
  if (value === undefined || value === null) return new Map()
  if (Array.isArray(value) && !value.some(isRecord)) {
    const isCommand = /command$|entryPoint$/i.test(path)
    const shown = isCommand ? formatCommand(value.map(String)) : value.join(', ')
    return value.length === 0
      ? new Map()
      : new Map([[path, { text: JSON.stringify(value), shown: clipped(shown) }]])
  }
  if (Array.isArray(value))
    return joined(
      value.map((entry, index) => leavesOf(entry, index === 0 ? path : under(path, String(index + 1)))),
    )
  if (isRecord(value))
    return joined(Object.entries(value).map(([key, inner]) => leavesOf(inner, under(path, key))))
  const name = path.split('.').at(-1) ?? ''
  const shown =
    typeof value === 'string' && isSecretOption(name, value) ? '…' : clipped(withoutAccount(String(value)))
  return new Map([[path, { text: JSON.stringify(value), shown }]])
}

function under(path: string, key: string): string {
  return path === '' ? key : `${path}.${key}`
}

function joined(all: readonly Map<string, Leaf>[]): Map<string, Leaf> {
  return new Map(all.flatMap((leaves) => [...leaves]))
}

/** `arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0d1c2b3a` is `targetgroup/shop/0d1c2b3a`. */
function withoutAccount(text: string): string {
  return text.replace(/^arn:[\w-]+:[\w-]+:[\w-]*:\d*:(?=.)/, '')
}

function clipped(text: string): string {
  return text.length > MAX_CHARACTERS ? `${text.slice(0, MAX_CHARACTERS)}…` : text
}
