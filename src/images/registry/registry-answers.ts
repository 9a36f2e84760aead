import * as z from 'zod/mini'
import { parseUrl } from '../../text/url.ts'
import { oddAnswer } from './registry-errors.ts'

export const tokenAnswer = z.object({ token: z.optional(z.string()), access_token: z.optional(z.string()) })

/** The token of an answer to a login; `undefined` if there is none in it. */
export function tokenIn(text: string): string | undefined {
  try {
    const { token, access_token: accessToken } = tokenAnswer.parse(JSON.parse(text))
    return token || accessToken
  } catch {
    return undefined
  }
}

/** An address that the registry names, itself or as where to ask on. Login and layers go there: never in the clear. */
export function addressIn(named: string, from: string, what: string): string {
  const url = parseUrl(named, from)
  if (!url) throw oddAnswer(`${what}, which is not a URL`)
  if (url.protocol !== 'https:' && (url.protocol !== 'http:' || new URL(from).protocol === 'https:'))
    throw oddAnswer(`${what}, which is not an https: URL`)
  url.username = url.password = ''
  return url.href
}
