import { execFile, spawnSync } from 'node:child_process'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from '@jest/globals'
import { operationNames } from '../../simulator/lightsail/operations/index.ts'
import { virtualClock } from '../../simulator/wire/clock.ts'
import { type Simulator, startSimulator } from '../../simulator/wire/server.ts'

/** The real AWS CLI against the simulator: every operation, each in a scenario of its own. */
const digest = `sha256:${'d'.repeat(64)}`
const containers = JSON.stringify({ app: { image: 'nginx:1.29', ports: { '80': 'HTTP' } } })
const endpoint = JSON.stringify({
  containerName: 'app',
  containerPort: 80,
  healthCheck: { path: '/healthz' },
})
const onShop = ['--service-name', 'shop']

const commands: readonly (readonly [
  operation: string,
  scenario: string,
  args: readonly string[],
  answer: unknown,
])[] = [
  [
    'CreateContainerService',
    'empty-account',
    [
      'create-container-service',
      ...onShop,
      '--power',
      'nano',
      '--scale',
      '1',
      '--tags',
      'key=team,value=web',
    ],
    { containerService: { state: 'PENDING', powerId: 'nano-1', tags: [{ key: 'team', value: 'web' }] } },
  ],
  [
    'UpdateContainerService',
    'update',
    ['update-container-service', ...onShop, '--power', 'micro', '--scale', '3'],
    { containerService: { state: 'UPDATING', power: 'micro', scale: 3 } },
  ],
  ['DeleteContainerService', 'update', ['delete-container-service', ...onShop], undefined],
  [
    'GetContainerServices',
    'update',
    ['get-container-services', ...onShop],
    { containerServices: [{ state: 'RUNNING', currentDeployment: { version: 17, state: 'ACTIVE' } }] },
  ],
  [
    'CreateContainerServiceDeployment',
    'update',
    [
      'create-container-service-deployment',
      ...onShop,
      '--containers',
      containers,
      '--public-endpoint',
      endpoint,
    ],
    {
      containerService: {
        state: 'DEPLOYING',
        nextDeployment: {
          version: 18,
          publicEndpoint: { healthCheck: { path: '/healthz', successCodes: '200-499' } },
        },
      },
    },
  ],
  [
    'GetContainerServiceDeployments',
    'ready-service',
    ['get-container-service-deployments', ...onShop],
    { deployments: [] },
  ],
  [
    'GetContainerLog',
    'update',
    ['get-container-log', ...onShop, '--container-name', 'app', '--filter-pattern', '"steady state"'],
    {
      logEvents: [
        { message: '[deployment:16] Reached a steady state' },
        { message: '[deployment:17] Reached a steady state' },
      ],
    },
  ],
  [
    'GetContainerImages',
    'registry',
    ['get-container-images', ...onShop, '--query', 'containerImages[0].image'],
    ':shop.worker.6',
  ],
  [
    'RegisterContainerImage',
    'registry',
    ['register-container-image', ...onShop, '--label', 'app', '--digest', digest],
    { containerImage: { image: ':shop.app.7', digest } },
  ],
  [
    'DeleteContainerImage',
    'registry',
    ['delete-container-image', ...onShop, '--image', ':shop.app.1'],
    undefined,
  ],
  [
    'CreateContainerServiceRegistryLogin',
    'update',
    ['create-container-service-registry-login'],
    { registryLogin: { username: 'AWS', registry: '041381048620.dkr.ecr.eu-central-1.amazonaws.com' } },
  ],
  [
    'GetContainerServicePowers',
    'empty-account',
    ['get-container-service-powers', '--query', 'powers[?name==`nano`]'],
    [{ powerId: 'nano-1', price: 7, cpuCount: 0.25, ramSizeInGb: 0.5, isActive: true }],
  ],
  [
    'GetContainerAPIMetadata',
    'empty-account',
    ['get-container-api-metadata'],
    { metadata: [{ name: 'lightsailctlVersion' }] },
  ],
  [
    'GetContainerServiceMetricData',
    'update',
    [
      ...['get-container-service-metric-data', ...onShop, '--metric-name', 'MemoryUtilization'],
      ...['--start-time', '2026-01-15T05:00:00Z', '--end-time', '2026-01-15T05:10:00Z'],
      ...['--period', '300', '--statistics', 'Maximum'],
    ],
    { metricName: 'MemoryUtilization', metricData: [{ unit: 'Percent' }, {}, {}] },
  ],
  [
    'TagResource',
    'update',
    ['tag-resource', '--resource-name', 'shop', '--tags', 'key=pr,value=7'],
    { operations: [{ operationType: 'TagResource', status: 'Succeeded' }] },
  ],
  [
    'UntagResource',
    'update',
    ['untag-resource', '--resource-name', 'shop', '--tag-keys', 'team'],
    { operations: [{ operationType: 'UntagResource', status: 'Succeeded' }] },
  ],
  [
    'CreateCertificate',
    'empty-account',
    ['create-certificate', '--certificate-name', 'example-com', '--domain-name', 'example.com'],
    { certificate: { certificateName: 'example-com', certificateDetail: { status: 'PENDING_VALIDATION' } } },
  ],
  [
    'GetCertificates',
    'certificates',
    ['get-certificates', '--certificate-statuses', 'ISSUED', '--include-certificate-details'],
    { certificates: [{ certificateDetail: { status: 'ISSUED', inUseResourceCount: 1 } }] },
  ],
  [
    'DeleteCertificate',
    'certificates',
    ['delete-certificate', '--certificate-name', 'example-org'],
    { operations: [{ operationType: 'DeleteCertificate' }] },
  ],
]

/** Nobody's configuration or proxy may get between. */
function environment({ env }: Simulator): NodeJS.ProcessEnv {
  const nowhere = join(tmpdir(), 'no-such-aws-configuration')
  return {
    PATH: process.env['PATH'],
    HOME: nowhere,
    AWS_CONFIG_FILE: nowhere,
    AWS_SHARED_CREDENTIALS_FILE: nowhere,
    AWS_EC2_METADATA_DISABLED: 'true',
    AWS_PAGER: '',
    NO_PROXY: '127.0.0.1',
    ...env,
  }
}

async function aws(simulator: Simulator, args: readonly string[]): Promise<string> {
  const { stdout } = await promisify(execFile)(
    'aws',
    ['lightsail', ...args, '--output', 'json', '--endpoint-url', simulator.url],
    { env: environment(simulator) },
  )
  return stdout
}

const isInstalled = spawnSync('aws', ['--version']).error === undefined
const timeLimit = 120_000

if (!isInstalled) {
  test('without an aws on PATH there is nothing to drive', () => {
    console.log('aws is not on PATH: the simulator was not driven by the real AWS CLI.')
    expect(isInstalled).toBe(false)
  })
} else {
  describe('the real AWS CLI', () => {
    test.concurrent.each(commands)(
      '%s',
      async (operation, scenario, args, answer) => {
        const simulator = await startSimulator({ clock: virtualClock(), scenario })
        try {
          const output = (await aws(simulator, args)).trim()
          expect(simulator.calls).toMatchObject([{ operation, status: 200 }])
          if (answer === undefined) expect(output).toBe('')
          else expect({ answer: JSON.parse(output) }).toMatchObject({ answer })
        } finally {
          await simulator.close()
        }
      },
      timeLimit,
    )

    test(
      'shows a refusal in the words of the service',
      async () => {
        const simulator = await startSimulator({ clock: virtualClock(), scenario: 'deployment-in-progress' })
        const args = ['create-container-service-deployment', ...onShop, '--containers', containers]
        await expect(aws(simulator, args)).rejects.toThrow(
          'An error occurred (InvalidInputException) when calling the CreateContainerServiceDeployment operation: Sorry, deployment 18 is in progress for service "shop". Please wait for it to complete before trying again.',
        )
        await simulator.close()
      },
      timeLimit,
    )
  })

  test('all operations are driven', () => {
    expect(commands.map(([operation]) => operation).toSorted()).toEqual(operationNames.toSorted())
  })
}
