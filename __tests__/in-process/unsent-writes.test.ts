import { createServer, request, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { expect, test } from '@jest/globals'
import type { Simulator } from '../../simulator/wire/server.ts'
import { runAction } from './action.ts'
import { runEcs } from './ecs/action.ts'

/** A write whose connection never opened has changed nothing, and the end says no more than that. */

/** The way to the simulator, which closes as soon as that operation is answered: nobody listens any more. */
async function wayUntil(last: string) {
  let to = ''
  const server: Server = createServer((incoming, answer) => {
    const { method, url, headers } = incoming
    const isLast = String(headers['x-amz-target']).endsWith(`.${last}`)
    const onwards = request(`${to}${url}`, { method, headers }, (response) => {
      if (isLast) server.close()
      answer.writeHead(response.statusCode ?? 500, { ...response.headers, connection: 'close' })
      response.pipe(answer)
    })
    incoming.pipe(onwards)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    url: `http://127.0.0.1:${port}`,
    during: (_: unknown, simulator: Simulator) => {
      to = simulator.url
    },
  }
}

const inputs = { 'max-retries': '0' }

test('Lightsail: nothing was changed, and nothing may still take effect', async () => {
  const { url, during } = await wayUntil('GetContainerServices')
  const run = await runAction({
    ...{ scenario: 'update', inputs, during },
    env: { AWS_ENDPOINT_URL_LIGHTSAIL: url },
  })
  expect(run.operations).toEqual(['GetContainerServices'])
  expect(run.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'no-answer' })
  expect(run.outputs['reason']).toMatch(/ECONNREFUSED.*; nothing was changed$/)
})

test('ECS: nothing was changed, and nothing may still take effect', async () => {
  const { url, during } = await wayUntil('DescribeTaskDefinition')
  const run = await runEcs({ inputs, during, env: { AWS_ENDPOINT_URL_ECS: url } })
  expect(run.operations).toEqual(['DescribeServices', 'DescribeTaskDefinition'])
  expect(run.outputs).toMatchObject({ result: 'unknown', 'reason-code': 'no-answer' })
  expect(run.outputs['reason']).toMatch(/ECONNREFUSED.*; nothing was changed$/)
})
