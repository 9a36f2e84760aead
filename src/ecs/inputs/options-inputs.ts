import { parseEnum, parseInteger, parsePositiveNumber } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { parseRunOptions } from '../../options/run-options.ts'
import type { RunOptions } from '../../rollout/contract/run.ts'
import { parseUrl } from '../../text/url.ts'
import { taskDefinitionFault } from '../model/constraints.ts'
import type { InputName, InputSource } from './names.ts'
import type { Request, RollbackTo } from './request-types.ts'

/** A poll is never slower than this unless `poll-interval-seconds` says so. */
const POLL_SECONDS = 5

/** The newest 100 revisions of a family are listed in one call. */
const MAX_KEPT = 99

type OwnOptions = Pick<
  Request,
  'ifInProgress' | 'onPause' | 'giveUpAfterFailedTasks' | 'rollbackTo' | 'url' | 'keepTaskDefinitions'
>

/** Run options of ECS, in addition to those of every target. */
export function parseOwnOptions(source: InputSource): OwnOptions | undefined {
  const of = (input: InputName) => scalarInput(input, source)
  const ifInProgress = parseEnum({ ...of('if-in-progress'), choices: ['replace', 'wait', 'fail'] })
  const onPause = parseEnum({ ...of('on-pause'), choices: ['wait', 'leave'] })
  const giveUpAfterFailedTasks = parseGiveUp(source)
  const rollbackTo = parseRollbackTo(source)
  const url = parseServiceUrl(source)
  const keepTaskDefinitions = parseInteger({ ...of('keep-task-definitions'), from: 1, to: MAX_KEPT })
  if (!ifInProgress || !onPause) return undefined
  if (giveUpAfterFailedTasks === undefined || rollbackTo === undefined) return undefined
  return { ifInProgress, onPause, giveUpAfterFailedTasks, rollbackTo, url, keepTaskDefinitions }
}

/** Options of every target; `replace` plans instead of waiting, so the rollout gets `wait`. */
export function parseSharedOptions(source: InputSource, mode: string | undefined): RunOptions | undefined {
  const { texts } = source
  const isFail = texts['if-in-progress']?.trim() === 'fail'
  const options = parseRunOptions(
    { ...source, texts: { ...texts, 'if-in-progress': isFail ? 'fail' : 'wait' } },
    mode,
  )
  const onTimeout = parseEnum({ ...scalarInput('on-timeout', source), choices: ['leave', 'rollback'] })
  const onCancel = parseEnum({ ...scalarInput('on-cancel', source), choices: ['leave', 'rollback'] })
  const input = 'wait-max-delay-seconds'
  const most = parsePositiveNumber({ ...scalarInput(input, source), unit: 'seconds' })
  if (options === undefined || !onTimeout || !onCancel) return undefined
  const isFaster = most !== undefined && most < POLL_SECONDS
  return { ...options, onTimeout, onCancel, pollMs: options.pollMs ?? (isFaster ? most * 1000 : undefined) }
}

function parseGiveUp({ texts, issues }: InputSource): number | 'auto' | 'off' | undefined {
  const input = 'give-up-after-failed-tasks'
  const text = texts[input]?.trim() ?? 'auto'
  return text === 'auto' || text === 'off' ? text : parseInteger({ input, text, issues, from: 1 })
}

/** `last-good`, `19`, `web:19` or an ARN. */
function parseRollbackTo({ texts, issues }: InputSource): RollbackTo | undefined {
  const input = 'rollback-to'
  const text = texts[input]?.trim() ?? 'last-good'
  if (text === 'last-good') return text
  if (/^[1-9]\d{0,8}$/.test(text)) return Number(text)
  if (/:[1-9]\d*$/.test(text) && taskDefinitionFault(text) === undefined) return text
  const message = `must be last-good, a revision such as 19 or web:19, or the ARN of one, not "${text}"`
  issues.add({ input, message })
  return undefined
}

/** Where the service answers; it is shown, so it may hold no password. */
function parseServiceUrl({ texts, issues }: InputSource): string | undefined {
  const input = 'url'
  const url = texts[input]?.trim()
  if (url === undefined) return undefined
  const parsed = /^https?:\/\/[^\s\\]+$/i.test(url) ? parseUrl(url) : undefined
  if (/^[^/?#]*(?:\/\/)?[^/?#]*@/.test(url))
    issues.add({ input, message: 'must not contain a user name or a password' })
  else if (parsed === undefined)
    issues.add({
      input,
      message: 'must be a URL that starts with https:// or http://, such as https://shop.example.com',
    })
  return url
}
