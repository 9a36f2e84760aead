import { createHash } from 'node:crypto'
import { limits } from '../model/constraints.ts'

/** Hexadecimal digits that stand for the whole of a base whose end was cut off. */
const DIGEST_LENGTH = 8

/**
 * The service of a pull request: `<base>-pr-<number>`. A base that makes it too long is cut, and gets a digest of the whole
 * base, so that two long bases with the same beginning stay apart. The same base and number always give the same name.
 */
export function previewName(base: string, number: number): string {
  const suffix = `-pr-${number}`
  if (base.length + suffix.length <= limits.serviceName) return `${base}${suffix}`
  const digest = createHash('sha256').update(base).digest('hex').slice(0, DIGEST_LENGTH)
  const room = limits.serviceName - suffix.length - DIGEST_LENGTH - 1
  return `${base.slice(0, room).replace(/-+$/, '')}-${digest}${suffix}`
}
