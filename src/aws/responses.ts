import { ServiceError } from '../runtime/service-error.ts'

/** The time that an HTTP answer says it was given at: the runner's own clock may be minutes off. */
export function dateOf(response: unknown): number | undefined {
  if (typeof response !== 'object' || response === null || !('headers' in response)) return undefined
  const { headers } = response
  if (typeof headers !== 'object' || headers === null || !('date' in headers)) return undefined
  const at = Date.parse(String(headers.date))
  return Number.isNaN(at) ? undefined : at
}

/** `undefined` instead of a `ServiceError` of kind `not-found`. */
export async function ignoreNotFound<Answer>(call: Promise<Answer>): Promise<Answer | undefined> {
  try {
    return await call
  } catch (failure) {
    if (failure instanceof ServiceError && failure.kind === 'not-found') return undefined
    throw failure
  }
}
