import type { IncomingMessage } from 'node:http'
import type { HttpResponse, NetworkError } from './http.ts'

/** A reply whose head has arrived. `asOurs` turns errors of its body into ours. */
export function responseOf(
  message: IncomingMessage,
  { method, asOurs }: { method: string; asOurs(error: unknown): NetworkError },
): HttpResponse {
  const { statusCode = 0, headers } = message
  const body = bodyOf(message, asOurs)
  return {
    status: statusCode,
    headers: Object.fromEntries(
      Object.entries(headers).map(([name, value]) => [
        name,
        Array.isArray(value) ? value.join(', ') : (value ?? ''),
      ]),
    ),
    body,
    text: async (maxBytes = Number.POSITIVE_INFINITY) => {
      const parts: Uint8Array[] = []
      let bytes = 0
      for await (const part of body) {
        parts.push(part.subarray(0, maxBytes - bytes))
        bytes += part.length
        if (bytes >= maxBytes) break
      }
      return Buffer.concat(parts).toString()
    },
    discard: () => {
      // Nothing follows the head: the connection is good for the next request.
      const isEmpty =
        method === 'HEAD' || [204, 304].includes(statusCode) || headers['content-length'] === '0'
      if (isEmpty) message.resume()
      else message.destroy()
    },
  }
}

async function* bodyOf(
  message: IncomingMessage,
  asOurs: (error: unknown) => NetworkError,
): AsyncGenerator<Uint8Array> {
  try {
    for await (const part of message) yield part
  } catch (error) {
    throw asOurs(error)
  }
}
