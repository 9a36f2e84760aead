import {
  CreateCertificateCommand,
  CreateContainerServiceCommand,
  CreateContainerServiceDeploymentCommand,
  CreateContainerServiceRegistryLoginCommand,
  DeleteCertificateCommand,
  DeleteContainerImageCommand,
  DeleteContainerServiceCommand,
  GetCertificatesCommand,
  GetContainerAPIMetadataCommand,
  GetContainerImagesCommand,
  GetContainerLogCommand,
  GetContainerServiceDeploymentsCommand,
  GetContainerServiceMetricDataCommand,
  GetContainerServicePowersCommand,
  GetContainerServicesCommand,
  InvalidInputException,
  LightsailClient,
  NotFoundException,
  RegisterContainerImageCommand,
  TagResourceCommand,
  UntagResourceCommand,
  UpdateContainerServiceCommand,
} from '@aws-sdk/client-lightsail'
import { expect, test } from '@jest/globals'
import { createAccount } from '../../simulator/lightsail/account.ts'
import { operationNames } from '../../simulator/lightsail/operations/index.ts'
import { defaultStart, virtualClock } from '../../simulator/wire/clock.ts'
import { createProtocol } from '../../simulator/wire/protocol.ts'
import { sdk, simulated } from './situations.ts'

const containers = { app: { image: 'nginx:1.29', ports: { '80': 'HTTP' as const } } }
const publicEndpoint = { containerName: 'app', containerPort: 80 }
const digest = `sha256:${'b'.repeat(64)}`

test('a service from nothing to nothing, by the real SDK', async () => {
  const simulator = await simulated()
  const client = sdk(simulator)
  const created = await client.send(
    new CreateContainerServiceCommand({
      serviceName: 'shop',
      power: 'small',
      scale: 2,
      tags: [{ key: 'team', value: 'storefront' }],
    }),
  )
  expect(created.containerService).toEqual({
    containerServiceName: 'shop',
    arn: expect.stringMatching(
      /^arn:aws:lightsail:eu-central-1:123456789012:ContainerService\/[0-9a-f-]{36}$/,
    ),
    createdAt: new Date(defaultStart),
    location: { availabilityZone: 'all', regionName: 'eu-central-1' },
    resourceType: 'ContainerService',
    tags: [{ key: 'team', value: 'storefront' }],
    power: 'small',
    powerId: 'small-1',
    state: 'PENDING',
    stateDetail: { code: 'CREATING_SYSTEM_RESOURCES' },
    scale: 2,
    isDisabled: false,
    principalArn: '',
    privateDomainName: 'shop.service.local',
    url: expect.stringMatching(/^https:\/\/shop\.[a-z0-9]{13}\.eu-central-1\.cs\.amazonlightsail\.com\/$/),
    privateRegistryAccess: { ecrImagePullerRole: { isActive: false, principalArn: '' } },
  })

  simulator.advance(180)
  const { containerService } = await client.send(
    new CreateContainerServiceDeploymentCommand({ serviceName: 'shop', containers, publicEndpoint }),
  )
  expect(containerService?.nextDeployment).toEqual({
    version: 1,
    state: 'ACTIVATING',
    containers: { app: { image: 'nginx:1.29', command: [], environment: {}, ports: { '80': 'HTTP' } } },
    publicEndpoint: {
      ...publicEndpoint,
      healthCheck: {
        healthyThreshold: 2,
        unhealthyThreshold: 2,
        timeoutSeconds: 2,
        intervalSeconds: 5,
        path: '/',
        successCodes: '200-499',
      },
    },
    createdAt: new Date(defaultStart + 180_000),
  })

  simulator.advance(160)
  const { deployments } = await client.send(
    new GetContainerServiceDeploymentsCommand({ serviceName: 'shop' }),
  )
  expect(deployments?.map(({ version, state }) => [version, state])).toEqual([[1, 'ACTIVE']])
  const updated = await client.send(
    new UpdateContainerServiceCommand({ serviceName: 'shop', power: 'micro' }),
  )
  expect(updated.containerService).toMatchObject({ state: 'UPDATING', power: 'micro', scale: 2 })

  simulator.advance(120)
  await client.send(new DeleteContainerServiceCommand({ serviceName: 'shop' }))
  simulator.advance(20)
  await expect(client.send(new GetContainerServicesCommand({ serviceName: 'shop' }))).rejects.toThrow(
    NotFoundException,
  )
  expect(await client.send(new GetContainerServicesCommand({}))).toMatchObject({ containerServices: [] })
})

test('a refusal arrives as the typed error of the SDK and is not retried', async () => {
  // The SDK repeats whatever is refused while its clock differs from the service's.
  const simulator = await simulated({ scenario: 'deployment-in-progress', clock: virtualClock(Date.now()) })
  const error = await sdk(simulator, 5)
    .send(new CreateContainerServiceDeploymentCommand({ serviceName: 'shop', containers, publicEndpoint }))
    .catch((caught: unknown) => caught)
  expect(error).toBeInstanceOf(InvalidInputException)
  expect(error).toMatchObject({ name: 'InvalidInputException', $metadata: { httpStatusCode: 400 } })
  expect(simulator.calls).toHaveLength(1)
})

test('logs', async () => {
  const simulator = await simulated({ scenario: 'update' })
  const { logEvents, nextPageToken } = await sdk(simulator).send(
    new GetContainerLogCommand({
      serviceName: 'shop',
      containerName: 'app',
      startTime: new Date(defaultStart - 6 * 3600_000),
      filterPattern: '-ELB',
    }),
  )
  expect(logEvents?.map(({ message }) => message)).toEqual([
    '[deployment:17] Creating your deployment',
    '[deployment:17] Started 1 new node',
    'Server listening on http://0.0.0.0:8080',
    '[deployment:17] Reached a steady state',
    '[deployment:17] Finalizing your deployment',
  ])
  expect(logEvents?.[0]?.createdAt).toEqual(new Date(defaultStart - 5 * 3600_000 + 1000))
  expect(nextPageToken).toBeUndefined()
})

test('images: one counter for all labels, newest first, a number is never used twice', async () => {
  const simulator = await simulated({ scenario: 'ready-service' })
  const client = sdk(simulator)
  const register = async (label: string) => {
    const reply = await client.send(new RegisterContainerImageCommand({ serviceName: 'shop', label, digest }))
    return reply.containerImage?.image
  }
  expect([await register('app'), await register('proxy'), await register('app')]).toEqual([
    ':shop.app.1',
    ':shop.proxy.2',
    ':shop.app.3',
  ])
  await client.send(new DeleteContainerImageCommand({ serviceName: 'shop', image: ':shop.app.3' }))
  expect(await register('app')).toBe(':shop.app.4')
  const { containerImages } = await client.send(new GetContainerImagesCommand({ serviceName: 'shop' }))
  expect(containerImages).toEqual([
    { image: ':shop.app.4', digest, createdAt: new Date(defaultStart) },
    { image: ':shop.proxy.2', digest, createdAt: new Date(defaultStart) },
    { image: ':shop.app.1', digest, createdAt: new Date(defaultStart) },
  ])
})

test('a registry login is good for twelve hours and differs each time', async () => {
  const simulator = await simulated({ scenario: 'ready-service' })
  const client = sdk(simulator)
  const login = async () =>
    (await client.send(new CreateContainerServiceRegistryLoginCommand({}))).registryLogin
  const first = await login()
  expect(first).toEqual({
    username: 'AWS',
    password: expect.stringMatching(/^[A-Z0-9]{40,}$/),
    expiresAt: new Date(defaultStart + 12 * 3600_000),
    registry: '041381048620.dkr.ecr.eu-central-1.amazonaws.com',
  })
  expect((await login())?.password).not.toBe(first?.password)
})

test('powers and the plugin version', async () => {
  const client = sdk(await simulated())
  const { powers } = await client.send(new GetContainerServicePowersCommand({}))
  expect(powers?.map(({ name, price }) => [name, price])).toEqual([
    ['nano', 7],
    ['micro', 10],
    ['small', 20],
    ['medium', 40],
    ['large', 80],
    ['xlarge', 160],
  ])
  expect(powers?.[0]).toEqual({
    powerId: 'nano-1',
    name: 'nano',
    price: 7,
    cpuCount: 0.25,
    ramSizeInGb: 0.5,
    isActive: true,
  })
  const { metadata } = await client.send(new GetContainerAPIMetadataCommand({}))
  expect(metadata).toEqual([{ name: 'lightsailctlVersion', value: expect.stringMatching(/^\d+\.\d+\.\d+$/) }])
})

test('metrics begin with the current deployment', async () => {
  const simulator = await simulated({ scenario: 'update' })
  const client = sdk(simulator)
  const ask = () =>
    client.send(
      new GetContainerServiceMetricDataCommand({
        serviceName: 'shop',
        metricName: 'CPUUtilization',
        startTime: new Date(defaultStart - 86_400_000),
        endTime: new Date(defaultStart + 86_400_000),
        period: 300,
        statistics: ['Average', 'Maximum'],
      }),
    )
  const { metricData } = await ask()
  expect(metricData).toHaveLength(60)
  expect(metricData?.[0]).toEqual({
    average: expect.any(Number),
    maximum: expect.any(Number),
    timestamp: new Date(defaultStart - 5 * 3600_000 + 300_000),
    unit: 'Percent',
  })
  await client.send(
    new CreateContainerServiceDeploymentCommand({ serviceName: 'shop', containers, publicEndpoint }),
  )
  simulator.advance(200)
  expect((await ask()).metricData).toEqual([])
})

test('tags are merged by key and taken away by key', async () => {
  const simulator = await simulated({ scenario: 'update' })
  const client = sdk(simulator)
  const tags = async () =>
    (await client.send(new GetContainerServicesCommand({ serviceName: 'shop' }))).containerServices?.[0]?.tags
  const { operations } = await client.send(
    new TagResourceCommand({ resourceName: 'shop', tags: [{ key: 'team', value: 'web' }, { key: 'pr' }] }),
  )
  expect(operations).toMatchObject([
    { operationType: 'TagResource', resourceName: 'shop', status: 'Succeeded', isTerminal: true },
  ])
  expect(await tags()).toEqual([{ key: 'team', value: 'web' }, { key: 'pr' }])
  await client.send(new UntagResourceCommand({ resourceName: 'shop', tagKeys: ['team', 'absent'] }))
  expect(await tags()).toEqual([{ key: 'pr' }])
})

test('a certificate is validated, attached, detached and deleted', async () => {
  const simulator = await simulated({ scenario: 'update' })
  const client = sdk(simulator)
  const named = { certificateName: 'example-com' }
  const detail = async () =>
    (await client.send(new GetCertificatesCommand({ ...named, includeCertificateDetails: true })))
      .certificates?.[0]?.certificateDetail
  const { certificate } = await client.send(
    new CreateCertificateCommand({
      ...named,
      domainName: 'example.com',
      subjectAlternativeNames: ['www.example.com'],
    }),
  )
  expect(certificate?.certificateDetail).toMatchObject({
    status: 'PENDING_VALIDATION',
    subjectAlternativeNames: ['example.com', 'www.example.com'],
    domainValidationRecords: [
      {
        domainName: 'example.com',
        resourceRecord: { type: 'CNAME', name: expect.stringMatching(/^_\w{32}\.example\.com\.$/) },
        validationStatus: 'PENDING_VALIDATION',
      },
      { domainName: 'www.example.com' },
    ],
  })
  simulator.advance(300)
  expect(await detail()).toMatchObject({ status: 'ISSUED', inUseResourceCount: 0 })
  const attach = (domains: string[]) =>
    client.send(
      new UpdateContainerServiceCommand({
        serviceName: 'shop',
        publicDomainNames: { 'example-com': domains },
      }),
    )
  const { containerService } = await attach(['www.example.com'])
  expect(containerService).toMatchObject({
    state: 'UPDATING',
    publicDomainNames: { 'example-com': ['www.example.com'] },
  })
  expect(await detail()).toMatchObject({ inUseResourceCount: 1 })
  simulator.advance(120)
  expect((await attach([])).containerService).not.toHaveProperty('publicDomainNames')
  await client.send(new DeleteCertificateCommand(named))
  await expect(client.send(new GetCertificatesCommand(named))).rejects.toThrow(NotFoundException)
  const { certificates } = await client.send(
    new GetCertificatesCommand({ certificateStatuses: ['ISSUED', 'PENDING_VALIDATION'] }),
  )
  expect(certificates).toEqual([])
})

test('certificates are listed without details unless asked, and by status', async () => {
  const client = sdk(await simulated({ scenario: 'certificates' }))
  const { certificates } = await client.send(
    new GetCertificatesCommand({ certificateStatuses: ['PENDING_VALIDATION'] }),
  )
  expect(certificates).toEqual([
    {
      certificateName: 'example-org',
      certificateArn: expect.stringContaining(':Certificate/'),
      domainName: 'example.org',
      tags: [],
    },
  ])
})

test('the SDK talks to the protocol without sockets, on one virtual clock', async () => {
  const clock = virtualClock()
  const protocol = createProtocol({ account: createAccount({ clock }) })
  const client = new LightsailClient({
    region: 'eu-central-1',
    credentials: { accessKeyId: 'AKIATEST', secretAccessKey: 'test' },
    requestHandler: {
      handle: async (request: { headers: Record<string, string>; body?: Uint8Array }) => {
        const answer = protocol.answer({
          target: request.headers['x-amz-target'] ?? '',
          body: new TextDecoder().decode(request.body),
        })
        if (answer.kind === 'dropped') throw new Error('socket hang up')
        const { status: statusCode, headers, body } = answer
        return { response: { statusCode, headers, body: new TextEncoder().encode(body) } }
      },
    },
    streamCollector: async (stream: Uint8Array) => stream,
  })
  const { powers } = await client.send(new GetContainerServicePowersCommand({}))
  expect(powers).toHaveLength(6)
  expect(protocol.calls.map(({ operation }) => operation)).toEqual(['GetContainerServicePowers'])
})

test('there are nineteen operations', () => {
  expect(operationNames).toHaveLength(19)
})
