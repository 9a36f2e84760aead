import { GetLogEventsCommand } from '@aws-sdk/client-cloudwatch-logs'
import { GetContainerServicesCommand, LightsailClient } from '@aws-sdk/client-lightsail'
import { describe, expect, test } from '@jest/globals'
import { defaultStart } from '../../../simulator/wire/clock.ts'
import type { EcsEffect } from '../../../simulator/wire/ecs.ts'
import { ECS, LOGS, logsOf, post, simulated } from './situations.ts'

const stream = { logGroupName: '/ecs/web', logStreamName: 'web/app/1' }

describe('three services on one port', () => {
  test('are told apart by the target, and the record of calls says whose each is', async () => {
    const simulator = await simulated({}, { scenario: 'update' })
    const lightsail = new LightsailClient({
      endpoint: simulator.url,
      region: 'eu-central-1',
      credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    })
    await lightsail.send(new GetContainerServicesCommand({}))
    lightsail.destroy()
    await expect(logsOf(simulator).send(new GetLogEventsCommand(stream))).rejects.toThrow()
    await post(simulator, `${ECS}DescribeCapacityProviders`)
    await post(simulator, 'DynamoDB_20120810.ListTables')

    expect(simulator.calls).toMatchObject([
      { number: 1, service: 'lightsail', operation: 'GetContainerServices', status: 200 },
      { number: 2, service: 'logs', operation: 'GetLogEvents', errorType: 'ResourceNotFoundException' },
      {
        number: 3,
        service: 'ecs',
        operation: 'DescribeCapacityProviders',
        errorType: 'UnknownOperationException',
      },
      { number: 4, operation: 'DynamoDB_20120810.ListTables', errorType: 'UnknownOperationException' },
    ])
    expect(simulator.calls[3]).not.toHaveProperty('service')
  })

  test('one variable leads the SDKs, the CLI and Terraform to all of them', async () => {
    const { env, url } = await simulated()
    expect(env).toMatchObject({ AWS_ENDPOINT_URL: url, AWS_REGION: 'eu-central-1' })
  })

  test('an error has its type in the body and for ECS in a header, a request id and the time of the service', async () => {
    const simulator = await simulated()
    const { status, headers, body } = await post(simulator, `${ECS}DescribeCapacityProviders`)
    expect([status, body]).toEqual([
      400,
      { __type: 'UnknownOperationException', message: 'Unknown operation.' },
    ])
    expect(headers.get('x-amzn-errortype')).toBe('UnknownOperationException')
    expect(headers.get('x-amzn-requestid')).toMatch(/^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/)
    expect(headers.get('content-type')).toBe('application/x-amz-json-1.1')
    expect(Date.parse(headers.get('date') ?? '')).toBe(defaultStart)

    const logs = await post(simulator, `${LOGS}GetLogEvents`, stream)
    expect(logs.headers.get('x-amzn-errortype')).toBeNull()
    expect(logs.headers.get('x-amzn-requestid')).not.toBe(headers.get('x-amzn-requestid'))
  })

  test('a body that is no JSON', async () => {
    const simulator = await simulated()
    const { body } = await post(simulator, `${LOGS}GetLogEvents`, '{"logGroupName":')
    expect(body).toMatchObject({ __type: 'SerializationException' })
  })
})

describe('faults of CloudWatch Logs', () => {
  const answered = async (effect: EcsEffect) => {
    const simulator = await simulated({ faults: [{ operation: 'GetLogEvents', calls: 1, effect }] })
    const first = await post(simulator, `${LOGS}GetLogEvents`, stream)
    const second = await post(simulator, `${LOGS}GetLogEvents`, stream)
    expect(second.body['message']).toBe('The specified log group does not exist.')
    return first
  }

  test.each([
    ['throttle', 400, 'ThrottlingException', 'Rate exceeded'],
    ['service-exception', 500, 'ServiceUnavailableException', 'The service cannot complete the request.'],
    ['not-found', 400, 'ResourceNotFoundException', 'The specified log stream does not exist.'],
    ['expired-token', 400, 'ExpiredTokenException', 'The security token included in the request is expired'],
    [
      'access-denied',
      400,
      'AccessDeniedException',
      'User: arn:aws:sts::123456789012:assumed-role/deploy/github is not authorized to perform: logs:GetLogEvents on resource: arn:aws:logs:eu-central-1:123456789012:log-group:/ecs/web:log-stream:web/app/1 because no identity-based policy allows the logs:GetLogEvents action',
    ],
  ] as const)('%s strikes the call it is meant for', async (kind, status, type, message) => {
    const first = await answered({ kind })
    expect([first.status, first.body]).toEqual([status, { __type: type, message }])
  })

  test('an answer that is lost', async () => {
    const simulator = await simulated({
      faults: [{ operation: 'GetLogEvents', calls: 1, effect: { kind: 'drop', when: 'before-acceptance' } }],
    })
    await expect(post(simulator, `${LOGS}GetLogEvents`, stream)).rejects.toThrow()
    expect(simulator.calls).toMatchObject([{ service: 'logs', status: 0, dropped: 'before-acceptance' }])
  })

  test('faults of the one service leave the other alone, also with *', async () => {
    const simulator = await simulated(
      {},
      { faults: [{ operation: '*', calls: 'every', effect: { kind: 'throttle' } }] },
    )
    const { body } = await post(simulator, `${LOGS}GetLogEvents`, stream)
    expect(body['message']).toBe('The specified log group does not exist.')
    expect((await post(simulator, 'Lightsail_20161128.GetContainerServices')).body).toMatchObject({
      __type: 'ThrottlingException',
    })
  })
})
