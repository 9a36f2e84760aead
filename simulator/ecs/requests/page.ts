import { inferred, invalidParameter } from '../errors.ts'

/** One page of a list. The token holds where the next one begins; nothing else is meant by it. */
export function pageOf<T>(
  all: readonly T[],
  { nextToken, maxResults }: { readonly nextToken?: string; readonly maxResults?: number },
  { size, most }: { size: number; most: number },
): { items: readonly T[]; nextToken: string | undefined } {
  const start = nextToken === undefined ? 0 : Number(Buffer.from(nextToken, 'base64url').toString())
  if (!Number.isInteger(start) || start < 0) throw invalidParameter(inferred.badToken)
  const end = start + Math.min(most, Math.max(1, maxResults ?? size))
  return {
    items: all.slice(start, end),
    nextToken: end < all.length ? Buffer.from(String(end)).toString('base64url') : undefined,
  }
}
