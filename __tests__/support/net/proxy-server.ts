import { type IncomingMessage, request, type ServerResponse } from 'node:http'
import { connect, type Socket } from 'node:net'
import { pipeline } from 'node:stream'
import { serve } from './servers.ts'

export interface ProxyOptions {
  /** Answers so in place of passing anything on. */
  readonly status?: number
  /** Lets only this one in: `user:password`. */
  readonly login?: string
  /** Where `host:port` really is, on loopback; others are connected to as they are named. */
  readonly hosts?: Readonly<Record<string, number>>
}

export interface ProxyServer {
  /** `127.0.0.1:<port>`. */
  readonly address: string
  /** `CONNECT lightsail.eu-central-1.amazonaws.com:443`, or `GET http://…`. */
  readonly passages: string[]
  /** Of `Proxy-Authorization`, for each passage. */
  readonly logins: (string | undefined)[]
}

/** A real proxy on loopback, closed after the test: tunnels for `CONNECT`, and http in the other's name. */
export async function startProxy({ status, login, hosts = {} }: ProxyOptions = {}): Promise<ProxyServer> {
  const passages: string[] = []
  const logins: (string | undefined)[] = []
  const wanted = login === undefined ? undefined : `Basic ${Buffer.from(login).toString('base64')}`
  /** The status to refuse with, if it is to be refused. */
  const refusal = ({ method, url, headers }: IncomingMessage): number | undefined => {
    passages.push(`${method} ${url}`)
    logins.push(headers['proxy-authorization'])
    return status ?? (wanted !== undefined && headers['proxy-authorization'] !== wanted ? 407 : undefined)
  }
  const to = (host: string, port: string) => {
    const known = hosts[`${host}:${port}`]
    return known === undefined ? { host, port: Number(port) } : { host: '127.0.0.1', port: known }
  }

  const forward = (message: IncomingMessage, response: ServerResponse) => {
    const refused = refusal(message)
    if (refused !== undefined) return void response.writeHead(refused).end('says the proxy')
    const url = new URL(message.url ?? '')
    const { 'proxy-authorization': _, ...headers } = message.headers
    const passed = request({
      ...to(url.hostname, url.port || '80'),
      method: message.method,
      path: `${url.pathname}${url.search}`,
      headers,
    })
    passed.on('error', () => response.writeHead(502).end('no such host, says the proxy'))
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    message.pipe(passed)
  }

  const url = await serve(forward, (server) =>
    server.on('connect', (message: IncomingMessage, socket: Socket) => {
      const refused = refusal(message)
      if (refused !== undefined)
        return void socket.end(`HTTP/1.1 ${refused} No\r\ncontent-length: 4\r\n\r\nsays`)
      const [, host = '', port = ''] = /^\[?(.*?)\]?:(\d+)$/.exec(message.url ?? '') ?? []
      const passed = connect(to(host, port))
      passed.on('error', () => socket.end('HTTP/1.1 502 Bad Gateway\r\n\r\n'))
      passed.on('connect', () => {
        socket.write('HTTP/1.1 200 Connection established\r\n\r\n')
        pipeline(socket, passed, socket, () => undefined)
      })
    }),
  )
  return { address: new URL(url).host, passages, logins }
}
