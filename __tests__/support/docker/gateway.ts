import { createServer, type IncomingMessage, request, type ServerResponse } from 'node:http'
import { pipeline } from 'node:stream/promises'

/** What happens at the gateway to a request, in place of being passed on. */
export type Trouble =
  | {
      readonly kind: 'answer'
      readonly status: number
      readonly body?: string
      readonly headers?: Record<string, string>
    }
  /** So many bytes of the body are passed on, then both connections break. */
  | { readonly kind: 'cut'; readonly after: number }
  /** It is passed on and done, but the answer is lost. */
  | { readonly kind: 'lost-answer' }

export interface Passage {
  readonly method: string
  readonly url: string
  readonly headers: IncomingMessage['headers']
}

/** A proxy in front of a real registry that injects faults. */
export interface Gateway {
  /** `127.0.0.1:PORT` */
  readonly address: string
  readonly passages: Passage[]
  stop(): Promise<void>
}

export async function startGateway(
  target: string,
  troubleOf: (passage: Passage, before: readonly Passage[]) => Trouble | undefined,
): Promise<Gateway> {
  const passages: Passage[] = []
  const server = createServer((incoming, answer) => {
    const passage = { method: incoming.method ?? '', url: incoming.url ?? '', headers: incoming.headers }
    const trouble = troubleOf(passage, passages)
    passages.push(passage)
    const { socket } = incoming
    void handle({ incoming, answer, trouble, target }).catch(() => socket.destroy())
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  return {
    address: `127.0.0.1:${port}`,
    passages,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
}

async function handle({
  incoming,
  answer,
  trouble,
  target,
}: {
  incoming: IncomingMessage
  answer: ServerResponse
  trouble: Trouble | undefined
  target: string
}): Promise<void> {
  const { socket } = incoming
  if (trouble?.kind === 'answer') {
    incoming.resume()
    answer.writeHead(trouble.status, trouble.headers).end(trouble.body ?? '')
    return
  }
  const [host = '', port] = target.split(':')
  const passed = request({
    host,
    port,
    method: incoming.method,
    path: incoming.url,
    headers: incoming.headers,
  })
  passed.on('error', () => socket.destroy())
  if (trouble?.kind === 'cut') {
    let bytes = 0
    for await (const chunk of incoming) {
      bytes += (chunk as Buffer).length
      await new Promise((resolve) => passed.write(chunk, resolve))
      if (bytes >= trouble.after) break
    }
    passed.destroy()
    socket.destroy()
    return
  }
  passed.on('response', (response) => {
    if (trouble?.kind === 'lost-answer') {
      response.resume()
      socket.destroy()
      return
    }
    answer.writeHead(response.statusCode ?? 502, response.headers)
    void pipeline(response, answer).catch(() => undefined)
  })
  await pipeline(incoming, passed)
}
