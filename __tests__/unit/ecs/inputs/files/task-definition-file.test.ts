import { describe, expect, test } from '@jest/globals'
import { stringify } from 'yaml'
import { readTaskDefinitionFile } from '../../../../../src/ecs/inputs/files/task-definition-file.ts'

function read(text: string, given: readonly string[] = [], keptKeys: readonly string[] = []) {
  const file = readTaskDefinitionFile(text, { keptKeys, hasImage: (name) => given.includes(name) })
  return 'issues' in file
    ? file.issues.map(({ line, column, message }) => `${line}:${column} ${message}`)
    : file
}

const app = { name: 'app', image: 'nginx:1' }
const web = { family: 'web', containerDefinitions: [app] }

describe('what is accepted', () => {
  test.each<[string, object, object]>([
    ['what register-task-definition takes', web, { content: web, tags: {} }],
    [
      'what describe-task-definition prints, without what only a reply has',
      {
        taskDefinition: {
          ...web,
          taskDefinitionArn: 'arn:aws:ecs:eu-central-1:1:task-definition/web:3',
          revision: 3,
          status: 'ACTIVE',
          requiresAttributes: [{ name: 'x' }],
          compatibilities: ['EC2'],
          registeredAt: '2026-01-01T00:00:00Z',
          registeredBy: 'arn:x',
        },
        tags: [{ key: 'team', value: 'shop' }],
      },
      { content: web, tags: { team: 'shop' } },
    ],
    [
      'empties, which say nothing',
      { ...web, cpu: '', volumes: [], placementConstraints: null, runtimePlatform: {}, tags: [] },
      { content: web, tags: {} },
    ],
    [
      'empties within empties, but values of an environment and words among others',
      {
        family: 'web',
        containerDefinitions: [
          null,
          {
            ...app,
            environment: [{ name: 'A', value: '' }],
            command: ['sh', ''],
            entryPoint: [''],
            logConfiguration: { logDriver: '', options: { a: '' } },
            ulimits: [{}],
          },
        ],
      },
      {
        content: {
          family: 'web',
          containerDefinitions: [{ ...app, environment: [{ name: 'A', value: '' }], command: ['sh', ''] }],
        },
      },
    ],
    [
      'a schema for the editor, and a place for anchors',
      { $schema: 'x', 'x-a': { b: 1 }, ...web },
      { content: web },
    ],
  ])('%s', (_, file, expected) => {
    expect(read(JSON.stringify(file))).toMatchObject(expected)
    expect(read(stringify(file))).toMatchObject(expected)
    const known = read(JSON.stringify(file))
    if (Array.isArray(known)) throw new Error(known.join())
    expect(Object.keys(known.content).filter((key) => !Object.hasOwn(web, key))).toEqual([])
  })

  test('numbers and booleans where text is wanted are text as they are written', () => {
    const text =
      'family: web\ncpu: 256\nmemory: 0512\ncontainerDefinitions:\n- {name: app, image: "a:1", environment: [{name: A, value: 1.10}, {name: B, value: yes}]}\n'
    expect(read(text)).toMatchObject({
      content: {
        cpu: '256',
        memory: '0512',
        containerDefinitions: [
          {
            environment: [
              { name: 'A', value: '1.10' },
              { name: 'B', value: 'yes' },
            ],
          },
        ],
      },
    })
    expect(read(`taskDefinition:\n  ${text.trim().replaceAll('\n', '\n  ')}\n`)).toEqual(read(text))
  })

  test('an image that an input gives need not be there, nor be one', () => {
    const file = JSON.stringify({
      family: 'web',
      containerDefinitions: [{ name: 'app', image: '<IMAGE1_NAME>' }],
    })
    expect(read(file, ['app'])).toMatchObject({ content: { family: 'web' } })
    expect(
      read(JSON.stringify({ family: 'web', containerDefinitions: [{ name: 'app' }] }), ['app']),
    ).toMatchObject({
      content: { containerDefinitions: [{ name: 'app', image: '' }] },
    })
  })

  test('a value left blank is an empty one, and a line of a skeleton is none', () => {
    const environment = [
      { name: 'A', value: null },
      { name: '', value: '' },
      { name: 'B', value: '' },
    ]
    const file = JSON.stringify({ ...web, containerDefinitions: [{ ...app, environment }] })
    const expected = [
      { name: 'A', value: '' },
      { name: 'B', value: '' },
    ]
    expect(read(file)).toMatchObject({ content: { containerDefinitions: [{ environment: expected }] } })
    const nothing = JSON.stringify({
      ...web,
      containerDefinitions: [{ ...app, environment: [{ name: '', value: '' }] }],
    })
    expect(JSON.stringify(read(nothing))).not.toContain('environment')
  })

  test('a null is never kept, also under a kept key', () => {
    const container = { ...app, command: null, secrets: null, environment: [{ name: 'A', value: null }] }
    const file = JSON.stringify({ ...web, containerDefinitions: [container] })
    const kept = read(file, [], ['command', 'secrets', 'environment', 'value'])
    expect(kept).toMatchObject({ content: { containerDefinitions: [{ environment: [{ name: 'A' }] }] } })
    expect(JSON.stringify(kept)).not.toContain('null')
  })

  test('empty values under kept keys are kept', () => {
    const file = JSON.stringify({ ...web, containerDefinitions: [{ ...app, command: [], volumesFrom: [] }] })
    expect(read(file, [], ['command'])).toMatchObject({
      content: { containerDefinitions: [{ command: [] }] },
    })
    expect(JSON.stringify(read(file, [], ['command']))).not.toContain('volumesFrom')
  })
})

describe('what is wrong is told with its place, all at once', () => {
  test.each<[string, string, string[]]>([
    ['no family', '{"containerDefinitions":[{"name":"a","image":"a:1"}]}', ['1:1 "family" is missing']],
    [
      'a slip in a key',
      'family: web\ncontainerDefinitions:\n- name: app\n  imag: a:1\n',
      ['3:3 "containerDefinitions.0.image": is missing: w', '4:3 unknown key "imag": this version'],
    ],
    [
      'types',
      'family: web\ncontainerDefinitions:\n- name: app\n  image: a:1\n  memory: "128"\n  essential: "true"\n  command: npm start\n  environment: {A: canary}\n',
      [
        '5:3 "containerDefinitions.0.memory" must be a number; write 128 without quotation marks',
        '6:3 "containerDefinitions.0.essential" must be true or false; write true without quotation marks',
        '7:3 "containerDefinitions.0.command" must be a list of words such as ["npm", "start"]',
        '8:3 "containerDefinitions.0.environment" must be a list such as [{ name: LOG_LEVEL, value: info }]',
      ],
    ],
    [
      'required members of members, behind an entry that is nothing',
      'family: web\ncontainerDefinitions:\n-\n- name: app\n  image: a:1\n  secrets:\n  - name: X\n',
      ['7:5 "containerDefinitions.0.secrets.0.valueFrom" is missing'],
    ],
    [
      'what Fargate needs',
      '{"family":"web","containerDefinitions":[{"name":"a","image":"a:1"}],"requiresCompatibilities":["FARGATE"],"cpu":"256"}',
      [
        '1:69 "requiresCompatibilities": FARGATE requires networkMode: awsvpc',
        '1:69 "requiresCompatibilities": FARGATE requires the memory of the task, such as memory: 512',
      ],
    ],
    [
      'two containers of a name, and a secret that is a variable',
      'family: web\ncontainerDefinitions:\n- {name: a, image: "a:1"}\n- name: a\n  image: a:1\n  environment: [{name: X, value: "1"}]\n  secrets: [{name: X, valueFrom: y}]\n',
      [
        '4:3 "containerDefinitions.1.name": another container is also called "a"',
        '7:3 "containerDefinitions.1.secrets": X is also in "environment"',
      ],
    ],
    [
      'a secret itself, where the place of one belongs',
      'family: web\ncontainerDefinitions:\n- name: a\n  image: a:1\n  secrets: [{name: X, valueFrom: canary!}]\n',
      ['5:23 "containerDefinitions.0.secrets.0.valueFrom": must be the ARN of a secret'],
    ],
    [
      'placeholders, but not where a program may be meant to see them',
      'family: web\nexecutionRoleArn: TODO\ncontainerDefinitions:\n- name: a\n  image: <%= IMAGE %>\n  command: [echo, $HOME]\n  dockerLabels: {a: "{{x}}"}\n',
      [
        '2:1 "executionRoleArn" contains a placeholder, which nothing expands or replac',
        '5:3 "containerDefinitions.0.image": "<%= IMAGE %>" contains an expression',
      ],
    ],
    [
      'an image that an export could not name',
      'family: web\ncontainerDefinitions:\n- name: a\n  image: TODO\n',
      ['4:3 "containerDefinitions.0.image": holds a placeholder; write an image that ECS can pull'],
    ],
    [
      'keys at the wrong place',
      'family: web\nenvironment: []\nlogConfiguration: {logDriver: awslogs}\ncontainerDefinitions:\n- name: a\n  image: a:1\n  networkMode: awsvpc\n  awsvpcTrunk: 1\n',
      [
        '3:1 unknown key "logConfiguration": it belongs under "containerDefinitions"',
        '7:3 unknown key "networkMode": it belongs at the top',
        '8:3 unknown key "awsvpcTrunk": this version of the action',
      ],
    ],
    [
      'a variable without a name',
      'family: web\ncontainerDefinitions:\n- name: a\n  image: a:1\n  environment:\n  - value: canary\n',
      ['6:5 "containerDefinitions.0.environment.0": a variable needs a name'],
    ],
    [
      'tags',
      '{"family":"web","containerDefinitions":[{"name":"a","image":"a:1"}],"tags":[{"key":"aws:x","value":"1"}]}',
      ['1:69 "tags": the key "aws:x" starts with "aws:"'],
    ],
    ['a list of containers', '[{"name":"a","image":"a:1"}]', ['1:1 is a list of containers: put it under']],
    [
      'a service',
      '{"serviceName":"web"}',
      ['1:2 describes a service: name the file in the input service-definition'],
    ],
    [
      'a Compose file',
      'services:\n  app:\n    image: a\n',
      ['1:1 this is a Compose file; write a task definition'],
    ],
    ['nothing', '', ['1:1 is empty']],
  ])('%s', (_, text, expected) => {
    const issues = read(text)
    expect(
      Array.isArray(issues) && issues.map((issue, index) => issue.slice(0, expected[index]?.length)),
    ).toEqual(expected)
    expect(JSON.stringify(issues)).not.toContain('canary')
  })
})
