import { readFileSync } from 'node:fs'
import { createServer, type RequestListener, request, type Server } from 'node:http'
import { createServer as createSecureServer } from 'node:https'
import {
  type AddressInfo,
  createServer as createPlainServer,
  type Server as PlainServer,
  type Socket,
} from 'node:net'
import { fileURLToPath } from 'node:url'
import { afterEach } from '@jest/globals'

/** Servers on loopback, closed after each test whatever connections are open. */
const open: (() => Promise<void>)[] = []

afterEach(async () => {
  await Promise.all(open.splice(0).map((close) => close()))
})

/** For NODE_EXTRA_CA_CERTS: nobody signed it but itself. Names localhost, 127.0.0.1, `*.test`, and those of AWS and GitHub. */
export const certificatePath = fileURLToPath(new URL('certificate.pem', import.meta.url))

export const certificate = {
  cert: readFileSync(certificatePath),
  key: readFileSync(new URL('key.pem', import.meta.url)),
}

/** Gives the port. */
async function listening(server: PlainServer): Promise<number> {
  const sockets = new Set<Socket>()
  server.on('connection', (socket) => {
    sockets.add(socket)
    socket.on('error', () => undefined)
    socket.on('close', () => sockets.delete(socket))
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  open.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  )
  return (server.address() as AddressInfo).port
}

/** Gives `http://127.0.0.1:<port>`. */
export async function serve(
  listener: RequestListener,
  furnish: (server: Server) => unknown = () => undefined,
): Promise<string> {
  const server = createServer(listener)
  furnish(server)
  return `http://127.0.0.1:${await listening(server)}`
}

/** The same over TLS, with a certificate that nobody knows. Gives `https://127.0.0.1:<port>`. */
export async function serveSecurely(listener: RequestListener): Promise<string> {
  return `https://127.0.0.1:${await listening(createSecureServer(certificate, listener))}`
}

/** Speaks whatever it likes. Gives the port. */
export function serveRaw(listener: (socket: Socket) => void): Promise<number> {
  return listening(createPlainServer(listener))
}

/** A port where nobody listens. */
export async function freePort(): Promise<number> {
  const server = createPlainServer()
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  await new Promise((resolve) => server.close(resolve))
  return port
}

/** Passes every request on to an http server, as a load balancer that ends TLS does. */
export function passTo(target: string): RequestListener {
  return (message, response) => {
    const { method, headers, url = '/' } = message
    const passed = request(new URL(url, target), { method, headers })
    passed.on('error', () => response.destroy())
    passed.on('response', (answer) => {
      response.writeHead(answer.statusCode ?? 502, answer.headers)
      answer.pipe(response)
    })
    message.pipe(passed)
  }
}
