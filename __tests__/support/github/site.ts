import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'

/** The answers of the public URL, independent of the version that serves. */
export interface Site {
  /** Inputs that let a run ask it; the window only matters where it does not answer as asked. */
  readonly inputs: Readonly<Record<string, string>>
  isGood: boolean
  close(): Promise<void>
}

export async function startSite(): Promise<Site> {
  const server = createServer((_, response) => {
    response.writeHead(site.isGood ? 200 : 500).end(site.isGood ? 'as asked' : 'not so')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  const site: Site = {
    isGood: false,
    get inputs() {
      return {
        'verify-url': `http://127.0.0.1:${port}/`,
        'verify-body': 'as asked',
        'verify-minutes': site.isGood ? '2' : '0.05',
      }
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        server.closeAllConnections()
      }),
  }
  return site
}
