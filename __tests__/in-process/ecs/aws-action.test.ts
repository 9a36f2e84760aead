import { describe, expect, test } from '@jest/globals'
import { ending, runEcs, writes } from './action.ts'

/** Workflows of AWS's own action, with nothing exchanged but `uses:`; their policy has no list calls and no reads of revisions. */

const definition = {
  family: 'web',
  networkMode: 'awsvpc',
  requiresCompatibilities: ['FARGATE'],
  cpu: '256',
  memory: '512',
  executionRoleArn: 'arn:aws:iam::123456789012:role/ecsTaskExecutionRole',
  containerDefinitions: [
    {
      name: 'app',
      image: 'ghcr.io/acme/shop:9a8b7c',
      portMappings: [{ containerPort: 8080 }],
      environment: [{ name: 'API_TOKEN', value: 'correct-horse-battery-staple-too' }],
    },
  ],
}

function aws(
  inputs: Readonly<Record<string, string>> = {},
  scenario = 'old-policy',
  outcome: 'succeeds' | 'crashes' = 'succeeds',
) {
  return runEcs({
    scenario,
    outcomes: [outcome],
    files: { 'task-definition.json': JSON.stringify(definition) },
    inputs: {
      ...{ image: '', 'task-definition': 'task-definition.json', 'poll-interval-seconds': '' },
      ...{ service: 'shop', cluster: 'prod', 'wait-for-service-stability': 'true' },
      ...inputs,
    },
  })
}

describe('amazon-ecs-deploy-task-definition', () => {
  test('its example and its stock policy: the other view decides, and that is said', async () => {
    const run = await aws()
    expect(ending(run)).toBe('success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'UpdateService'])
    expect(run.log).toContain('ecs:ListServiceDeployments is not allowed')
    const shown = run.log.replaceAll(/^::add-mask::.*$/gm, '')
    expect(shown).not.toContain('correct-horse-battery-staple-too')
  })

  test('a rollback is red with it as well', async () => {
    const run = await aws({}, 'old-policy', 'crashes')
    expect(ending(run)).toBe('rolled-back · circuit-breaker')
    expect(run.exitCode).toBe(1)
  })

  test('inputs of parts that do not work here are told, and change nothing', async () => {
    const run = await aws({ 'codedeploy-appspec': 'appspec.yaml', 'run-task': 'false' })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain('codedeploy-appspec')
  })

  test('its example of a task before the deployment', async () => {
    const run = await aws({ 'run-task': 'true', 'wait-for-task-stopped': 'true' }, 'shop-on-ecs')
    expect(ending(run)).toBe('success · deployment-active')
    expect(writes(run)).toEqual(['RegisterTaskDefinition', 'RunTask', 'UpdateService'])
  })

  test('volumes that somebody else configured stay: nothing is sent that was not written', async () => {
    const run = await aws({}, 'shop-on-ecs')
    const update = run.calls.find(({ operation }) => operation === 'UpdateService')
    expect(Object.keys(update?.input as object).toSorted()).toEqual(['cluster', 'service', 'taskDefinition'])
  })

  test('the name of a volume alone is no volume, and that is said', async () => {
    const run = await aws({ 'service-managed-ebs-volume-name': 'data' })
    expect(ending(run)).toBe('success · deployment-active')
    expect(run.log).toContain(
      'service-managed-ebs-volume-name has no effect without service-managed-ebs-volume',
    )
  })

  test('without waiting the step ends when ECS has accepted it', async () => {
    const run = await aws({ 'wait-for-service-stability': 'false' })
    expect(ending(run)).toBe('started · not-waiting')
    expect(run.exitCode).toBe(0)
    expect(run.outputs['reason']).toBe('web:20 of shop was accepted; this run does not wait for it to finish')
  })

  test('without a service the file is registered and no more, and that is said once', async () => {
    const run = await aws({ service: '', cluster: '' })
    expect(ending(run)).toBe('success · registered')
    expect(run.operations).toEqual(['DescribeTaskDefinition', 'RegisterTaskDefinition'])
    expect(run.log.match(/^ *\d:\d\d +web:20 was registered$/gm)).toHaveLength(1)
  })

  test('what is denied once is not asked for again', async () => {
    const { operations } = await aws()
    expect(operations.filter((operation) => operation === 'DescribeTaskDefinition')).toHaveLength(1)
    expect(operations.indexOf('UpdateService')).toBe(4)
  })
})
