import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { Simulator } from '../../simulator/wire/server.ts'
import { type ActionRun, runAction, type Situation } from './action.ts'

export interface Visit {
  /** From 1. */
  readonly turn: number
  readonly path: string
  readonly simulator: Simulator
  kill(signal: 'SIGINT' | 'SIGTERM'): void
}

interface Answer {
  readonly status?: number
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

/** A run that verifies a site of the test's own. */
export async function runWithSite(
  situation: Situation,
  answerOf: (visit: Visit) => Answer,
): Promise<ActionRun> {
  let world: Pick<Visit, 'simulator' | 'kill'> | undefined
  let turn = 0
  const server = createServer((request, response) => {
    if (!world) return
    const answer = answerOf({ ...world, turn: ++turn, path: request.url ?? '' })
    response.writeHead(answer.status ?? 200, { ...answer.headers }).end(answer.body ?? 'hello')
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    return await runAction({
      scenario: 'update',
      ...situation,
      inputs: {
        'verify-url': `http://127.0.0.1:${(server.address() as AddressInfo).port}/`,
        'verify-minutes': '0.05',
        ...situation.inputs,
      },
      during: ({ kill }, simulator) => {
        world = { simulator, kill }
      },
    })
  } finally {
    server.close()
    server.closeAllConnections()
  }
}
