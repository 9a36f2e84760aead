import { describe, expect, test } from '@jest/globals'
import {
  type Exported,
  serviceDefinitionOf,
  taskDefinitionOf,
  todosIn,
} from '../../../../src/lightsail/export/definitions.ts'
import { exportRows } from '../../../../src/lightsail/export/rows.ts'
import type { DeploymentSpec } from '../../../../src/lightsail/model/deployment.ts'
import type { Service } from '../../../../src/lightsail/model/service.ts'
import { service } from '../../../support/shop.ts'

const healthCheck = {
  path: '/healthz',
  intervalSeconds: 10,
  timeoutSeconds: 4,
  healthyThreshold: 2,
  unhealthyThreshold: 3,
  successCodes: '200-299, 301',
}

const spec: DeploymentSpec = {
  containers: {
    app: {
      image: 'ghcr.io/acme/shop:1f2e3d',
      command: ['npm', 'start'],
      environment: { NODE_ENV: 'production', DATABASE_URL: 'postgres://shop:hunter2-hunter2@db/shop' },
      ports: { 8080: 'HTTP', 9000: 'UDP' },
    },
    proxy: { image: ':shop.proxy.7', command: [], environment: {}, ports: { 443: 'HTTPS', 81: 'TCP' } },
  },
  publicEndpoint: { containerName: 'app', containerPort: 8080, healthCheck },
}

function exported(differing: Partial<Exported> = {}, ofService: Partial<Service> = {}): Exported {
  return {
    service: service({ power: 'micro', scale: 2, ...ofService }),
    spec,
    region: 'eu-central-1',
    cluster: 'prod',
    size: { cpuUnits: 256, memoryMib: 1024 },
    ...differing,
  }
}

function rowsOf(...from: Parameters<typeof exported>): Record<string, string> {
  return Object.fromEntries(exportRows(exported(...from), { ':shop.proxy.7': 'sha256:ab12' }))
}

describe('the task definition', () => {
  test('has all containers, each with what it had, and logs', () => {
    const logConfiguration = {
      logDriver: 'awslogs',
      options: {
        'awslogs-group': '/ecs/shop',
        'awslogs-region': 'eu-central-1',
        'awslogs-stream-prefix': 'shop',
      },
    }
    expect(taskDefinitionOf(exported())).toEqual({
      family: 'shop',
      requiresCompatibilities: ['FARGATE'],
      networkMode: 'awsvpc',
      cpu: '256',
      memory: '1024',
      runtimePlatform: { cpuArchitecture: 'X86_64', operatingSystemFamily: 'LINUX' },
      executionRoleArn: 'TODO',
      containerDefinitions: [
        {
          name: 'app',
          image: 'ghcr.io/acme/shop:1f2e3d',
          essential: true,
          command: ['npm', 'start'],
          environment: [
            { name: 'NODE_ENV', value: 'production' },
            { name: 'DATABASE_URL', value: 'postgres://shop:hunter2-hunter2@db/shop' },
          ],
          portMappings: [
            { containerPort: 8080, protocol: 'tcp' },
            { containerPort: 9000, protocol: 'udp' },
          ],
          logConfiguration,
        },
        {
          name: 'proxy',
          image: 'TODO',
          essential: true,
          portMappings: [
            { containerPort: 81, protocol: 'tcp' },
            { containerPort: 443, protocol: 'tcp' },
          ],
          logConfiguration,
        },
      ],
    })
  })

  test('sizes that could not be read are to be filled in', () => {
    const { cpu, memory } = taskDefinitionOf(exported({ size: undefined })) as Record<string, unknown>
    expect([cpu, memory]).toEqual(['TODO', 'TODO'])
    expect(rowsOf({ size: undefined })['Power']).toContain('cpu and memory TODO')
  })
})

describe('the service definition', () => {
  test('has the count, the network to fill in, and the public endpoint behind a target group', () => {
    const tags = { team: 'storefront', 'lightsail-deploy:commit': '1f2e3d', 'aws:cloudformation:x': 'y' }
    expect(serviceDefinitionOf(exported({}, { tags }))).toEqual({
      serviceName: 'shop',
      cluster: 'prod',
      launchType: 'FARGATE',
      desiredCount: 2,
      networkConfiguration: {
        awsvpcConfiguration: { subnets: ['TODO'], securityGroups: ['TODO'], assignPublicIp: 'ENABLED' },
      },
      loadBalancers: [{ targetGroupArn: 'TODO', containerName: 'app', containerPort: 8080 }],
      tags: [{ key: 'team', value: 'storefront' }],
    })
  })

  test('of a private service without tags, for a cluster that nobody named', () => {
    const alone = exported({ spec: { containers: spec.containers }, cluster: undefined }, { tags: {} })
    const definition = serviceDefinitionOf(alone)
    for (const key of ['cluster', 'loadBalancers', 'tags']) expect(definition).not.toHaveProperty(key)
    expect(Object.keys(Object.fromEntries(exportRows(alone, {})))).not.toContain('Target group')
  })
})

test('what is to be filled in is told by its path; what the user wrote is none of that', () => {
  const app = { image: 'a:1', command: ['TODO'], environment: { TODO: 'TODO' }, ports: {} }
  const own = exported(
    { spec: { containers: { app, old: { ...app, image: ':shop.old.1' } } }, size: undefined },
    { tags: { a: 'TODO' } },
  )
  expect([...todosIn(taskDefinitionOf(own)), ...todosIn(serviceDefinitionOf(own))]).toEqual([
    'cpu',
    'memory',
    'executionRoleArn',
    'containerDefinitions.1.image',
    'networkConfiguration.awsvpcConfiguration.subnets.0',
    'networkConfiguration.awsvpcConfiguration.securityGroups.0',
  ])
})

describe('what people are told', () => {
  test('every part, and nothing of an environment but its names', () => {
    const rows = rowsOf(
      {},
      { privateDomainName: 'shop.service.local', publicDomainNames: { c: ['a.example'] } },
    )
    expect(rows).toMatchObject({
      Power: 'micro → cpu 256, memory 1024',
      Scale: '2 → desiredCount 2',
      'Container app': 'ghcr.io/acme/shop:1f2e3d · 8080=HTTP, 9000=UDP · environment NODE_ENV, DATABASE_URL',
      'Target group':
        'aws elbv2 create-target-group --name shop --vpc-id TODO --target-type ip --protocol HTTP --port 8080 --health-check-path /healthz --health-check-interval-seconds 10 --health-check-timeout-seconds 4 --healthy-threshold-count 2 --unhealthy-threshold-count 3 --matcher HttpCode=200-299,301 --region eu-central-1',
    })
    expect(rows['Container proxy']).toContain(':shop.proxy.7 (sha256:ab12) → image TODO')
    expect(rows['Logs']).toContain(
      'aws logs create-log-group --log-group-name /ecs/shop --region eu-central-1',
    )
    expect(rows['Addresses']).toContain('a.example')
    expect(rows['Private domain']).toContain('shop.service.local → Service Connect')
    expect(JSON.stringify(rows)).not.toMatch(/hunter2|production/)
  })

  test('a health check as a load balancer takes it, in words of a shell', () => {
    const check = { ...healthCheck, path: "/it's up?a=b&c", healthyThreshold: 1, unhealthyThreshold: 11 }
    const publicEndpoint = { containerName: 'proxy', containerPort: 443, healthCheck: check }
    const name = 'a-rather-long-name-for-a-shop-----and-more'
    const line = rowsOf({ spec: { ...spec, publicEndpoint } }, { name })['Target group']
    expect(line).toContain("--health-check-path '/it'\\''s up?a=b&c' ")
    expect(line).toContain('--healthy-threshold-count 2 --unhealthy-threshold-count 10 ')
    expect(line).toContain('--name a-rather-long-name-for-a-shop --vpc-id')
    expect(line).toContain('--protocol HTTPS --port 443 ')
  })

  test('the role also pulls from ECR if the puller role did', () => {
    expect(rowsOf()['Execution role']).not.toContain('ECR')
    const ecrRole = { isActive: true, principalArn: 'arn:aws:iam::1:role/x' }
    expect(rowsOf({}, { ecrRole })['Execution role']).toContain('instead of the puller role')
  })
})
