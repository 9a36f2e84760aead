import type { InputTexts } from '../../input/inputs.ts'
import type { Problems } from '../../input/problem.ts'
import { parseAmount, parseSwitch } from '../../input/scalars.ts'
import { type InputName, inputDefaults } from './inputs.ts'

/** How the public URL is to be verified after the deployment became active. */
export interface Verification {
  /** The health-check path of the service, a path of it, or a whole URL. */
  readonly at: { readonly kind: 'health-check' } | { readonly kind: 'path' | 'url'; readonly text: string }
  readonly statusCodes: string
  readonly body: string | undefined
  /** Milliseconds. */
  readonly windowMs: number
}

/** `given` are the inputs that are really written, without the defaults: what has no effect is an error. */
export const parseVerification = ({
  texts: given,
  problems,
}: {
  texts: InputTexts<InputName>
  problems: Problems
}): Verification | undefined => {
  const at = parseWhere(given['verify-url']?.trim() ?? 'false', problems)
  const statusCodes = given['verify-status-codes']?.trim() ?? inputDefaults['verify-status-codes']
  if (!statusCodes.split(',').every(isRange)) {
    const message = `"${statusCodes}" must be codes from 100 to 599, such as 200, 200-399 or 200,301`
    problems.add({ input: 'verify-status-codes', message })
  }
  const minutes = parseAmount({
    input: 'verify-minutes',
    text: given['verify-minutes'] ?? inputDefaults['verify-minutes'],
    problems,
    unit: 'minutes',
  })
  const budget = Number(given['wait-for-minutes'] ?? inputDefaults['wait-for-minutes'])
  if (given['verify-minutes'] !== undefined && minutes !== undefined && minutes > budget) {
    problems.add({
      input: 'verify-minutes',
      message: `${minutes} is more than wait-for-minutes allows (${budget})`,
    })
  }
  if (at === undefined) {
    for (const input of ['verify-status-codes', 'verify-minutes', 'verify-body'] as const) {
      if (given[input] !== undefined) problems.add({ input, message: 'has no effect without verify-url' })
    }
    if (parseSwitch({ input: 'rollback-on-failure', text: given['rollback-on-failure'], problems: silent })) {
      problems.add({ input: 'rollback-on-failure', message: 'has no effect without verify-url' })
    }
    return undefined
  }
  if (given['wait-for-service-stability']?.trim() === 'false') {
    problems.add({ input: 'verify-url', message: 'has no effect with wait-for-service-stability: false' })
  }
  return { at, statusCodes, body: given['verify-body'], windowMs: (minutes ?? 0) * 60_000 }
}

/** The switch is checked, and told, where the terms are read. */
const silent: Problems = { all: [], add: () => undefined }

/** `200`, or `200-399`. */
const isRange = (text: string): boolean => {
  const [, from, to = from] = /^\s*(\d{3})(?:-(\d{3}))?\s*$/.exec(text) ?? []
  return from !== undefined && to !== undefined && Number(from) >= 100 && from <= to && Number(to) <= 599
}

const parseWhere = (text: string, problems: Problems): Verification['at'] | undefined => {
  if (text === 'false') return undefined
  if (text === 'true') return { kind: 'health-check' }
  if (/^\/\S*$/.test(text)) return { kind: 'path', text }
  if (/^https?:\/\//.test(text) && URL.canParse(text)) {
    const { username, password } = new URL(text)
    if (username === '' && password === '') return { kind: 'url', text }
    problems.add({ input: 'verify-url', message: 'must not hold a user name or a password' })
    return undefined
  }
  problems.add({
    input: 'verify-url',
    message: `"${text}" must be true, false, a path such as /healthz, or a URL`,
  })
  return undefined
}
