import { describe, expect, test } from '@jest/globals'
import { canonicalText } from '../../../../../src/ecs/model/compare/canonical.ts'
import type {
  ContainerDefinition,
  PortMapping,
  TaskDefinitionContent,
} from '../../../../../src/ecs/model/task-definition.ts'
import { container, content } from '../../shop.ts'

function of(more: Partial<ContainerDefinition>, task: Partial<TaskDefinitionContent> = {}) {
  return content({ containerDefinitions: [container(more)], ...task })
}

function ports(mapping: PortMapping, networkMode?: string) {
  return of({ portMappings: [mapping] }, networkMode === undefined ? {} : { networkMode })
}

describe('what is the same', () => {
  test.each<[string, TaskDefinitionContent, TaskDefinitionContent]>([
    [
      'what ECS fills in',
      of({}),
      of({ cpu: 0, essential: true, environment: [], mountPoints: [], volumesFrom: [], systemControls: [] }),
    ],
    ['a protocol', ports({ containerPort: 80 }), ports({ containerPort: 80, protocol: 'tcp' })],
    [
      "the host's port in awsvpc",
      ports({ containerPort: 80 }, 'awsvpc'),
      ports({ containerPort: 80, hostPort: 80 }, 'awsvpc'),
    ],
    ['any port of the host', ports({ containerPort: 80 }), ports({ containerPort: 80, hostPort: 0 })],
    [
      'a health check',
      of({ healthCheck: { command: ['CMD', 'x'] } }),
      of({ healthCheck: { command: ['CMD', 'x'], interval: 30, timeout: 5, retries: 3 } }),
    ],
    ['the network mode of EC2', of({}), of({}, { networkMode: 'bridge' })],
    [
      'empties of any kind',
      of({}),
      of({}, { volumes: [], placementConstraints: [], runtimePlatform: {}, cpu: '' }),
    ],
    [
      'the order of what has none',
      of({
        environment: [
          { name: 'A', value: '1' },
          { name: 'B', value: '2' },
        ],
      }),
      of({
        environment: [
          { name: 'B', value: '2' },
          { name: 'A', value: '1' },
        ],
      }),
    ],
    ['sizes', of({}, { cpu: '1024', memory: '2048' }), of({}, { cpu: '1 vCPU', memory: '2 GB' })],
    ['half a CPU', of({}, { cpu: '512' }), of({}, { cpu: '.5 vcpu' })],
    [
      'a role',
      of({}, { taskRoleArn: 'path/shop' }),
      of({}, { taskRoleArn: 'arn:aws:iam::123456789012:role/path/shop' }),
    ],
    [
      'the order of keys',
      { ...content(), cpu: '256', memory: '512' },
      { memory: '512', ...content(), cpu: '256' },
    ],
    [
      'a file system',
      of({}, { volumes: [{ name: 'a', efsVolumeConfiguration: { fileSystemId: 'x' } }] }),
      of(
        {},
        {
          volumes: [
            { name: 'a', host: {}, efsVolumeConfiguration: { fileSystemId: 'x', rootDirectory: '/' } },
          ],
        },
      ),
    ],
  ])('%s', (_, one, other) => {
    expect(canonicalText(one)).toBe(canonicalText(other))
  })
})

describe('what differs', () => {
  test.each<[string, TaskDefinitionContent, TaskDefinitionContent]>([
    ['an image', of({}), of({ image: 'other:1' })],
    ['an empty value of a variable', of({ environment: [{ name: 'A', value: '' }] }), of({})],
    ['an empty word of a command', of({ command: ['a', ''] }), of({ command: ['a'] })],
    ['the order of a command', of({ command: ['a', 'b'] }), of({ command: ['b', 'a'] })],
    ['essential', of({}), of({ essential: false })],
    ['a port of the host', ports({ containerPort: 80 }), ports({ containerPort: 80, hostPort: 80 })],
    ['a zero that is no default', of({}), of({ stopTimeout: 0 })],
    [
      'the order of containers',
      content({ containerDefinitions: [container({ name: 'a' }), container({ name: 'b' })] }),
      content({ containerDefinitions: [container({ name: 'b' }), container({ name: 'a' })] }),
    ],
    ['what this version does not know', of({}), of({}, { novelty: 1 })],
  ])('%s', (_, one, other) => {
    expect(canonicalText(one)).not.toBe(canonicalText(other))
  })
})
