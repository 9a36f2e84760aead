import {
  CreateClusterCommand,
  DescribeClustersCommand,
  DescribeServicesCommand,
  ListTagsForResourceCommand,
  TagResourceCommand,
  UntagResourceCommand,
} from '@aws-sdk/client-ecs'
import { describe, expect, test } from '@jest/globals'
import { shopIn } from './shop.ts'
import { ecsOf, simulated } from './situations.ts'

function arn(resource: string) {
  return `arn:aws:ecs:eu-central-1:123456789012:${resource}`
}
const shopArn = arn('service/prod/shop')

describe('tags', () => {
  test.each([
    ['a service', shopArn],
    ['a cluster', arn('cluster/prod')],
    ['a task definition', arn('task-definition/web:19')],
  ])('of %s are merged by key, and taken away by key', async (_, resourceArn) => {
    const { ecs } = await shopIn('shop-on-ecs')
    const tags = async () =>
      (await ecs.send(new ListTagsForResourceCommand({ resourceArn }))).tags?.filter(({ key }) =>
        ['team', 'stage'].includes(key ?? ''),
      )
    const tag = (key: string, value: string) =>
      ecs.send(new TagResourceCommand({ resourceArn, tags: [{ key, value }] }))
    await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team', 'stage'] }))
    await tag('team', 'web')
    await tag('stage', 'prod')
    await tag('team', 'storefront')
    expect(await tags()).toEqual([
      { key: 'stage', value: 'prod' },
      { key: 'team', value: 'storefront' },
    ])
    await ecs.send(new UntagResourceCommand({ resourceArn, tagKeys: ['team', 'never-there'] }))
    expect(await tags()).toEqual([{ key: 'stage', value: 'prod' }])
  })

  test('are shown by DescribeServices where they are asked for, and start no rollout', async () => {
    const { ecs, rollouts } = await shopIn('shop-on-ecs')
    const before = (await rollouts()).length
    await ecs.send(new TagResourceCommand({ resourceArn: shopArn, tags: [{ key: 'team', value: 'web' }] }))
    const described = async (include: 'TAGS'[]) => {
      const request = { cluster: 'prod', services: ['shop'], include }
      return (await ecs.send(new DescribeServicesCommand(request))).services?.[0]?.tags ?? []
    }
    expect(await described(['TAGS'])).toContainEqual({ key: 'team', value: 'web' })
    expect(await described([])).toEqual([])
    expect(await rollouts()).toHaveLength(before)
  })

  test.each<[string, string, { key: string; value: string }[]]>([
    ['a key that AWS keeps to itself', 'InvalidParameterException', [{ key: 'aws:team', value: 'web' }]],
    [
      'the same key twice',
      'InvalidParameterException',
      [
        { key: 'a', value: '1' },
        { key: 'a', value: '2' },
      ],
    ],
    ['an empty key', 'InvalidParameterException', [{ key: '', value: '1' }]],
    ['a long value', 'InvalidParameterException', [{ key: 'a', value: 'x'.repeat(257) }]],
    [
      'more than fifty',
      'InvalidParameterException',
      Array.from({ length: 51 }, (_, index) => ({ key: `key-${index}`, value: '' })),
    ],
  ])('%s is refused', async (_, name, tags) => {
    const { ecs } = await shopIn('shop-on-ecs')
    const before = await ecs.send(new ListTagsForResourceCommand({ resourceArn: shopArn }))
    await expect(ecs.send(new TagResourceCommand({ resourceArn: shopArn, tags }))).rejects.toMatchObject({
      name,
    })
    expect((await ecs.send(new ListTagsForResourceCommand({ resourceArn: shopArn }))).tags).toEqual(
      before.tags,
    )
  })

  test.each([
    [arn('cluster/nowhere'), 'ClusterNotFoundException', 'Cluster not found.'],
    [arn('service/prod/nobody'), 'ServiceNotFoundException', 'Service not found.'],
    [arn('service/shop'), 'InvalidParameterException', 'Long arn format must be used for tagging operations'],
    [arn('task-definition/web:99'), 'ClientException', 'The specified task definition does not exist.'],
    [
      arn('container-instance/prod/1'),
      'InvalidParameterException',
      'The specified resource cannot be tagged.',
    ],
  ])('%s has none', async (resourceArn, name, message) => {
    const { ecs } = await shopIn('shop-on-ecs')
    await expect(ecs.send(new ListTagsForResourceCommand({ resourceArn }))).rejects.toMatchObject({
      name,
      message,
    })
  })
})

describe('clusters', () => {
  test('tell how much is in them', async () => {
    const shop = await shopIn('shop-on-ecs')
    const cluster = async () =>
      (await shop.ecs.send(new DescribeClustersCommand({ clusters: ['prod'] }))).clusters?.[0]
    expect(await cluster()).toMatchObject({
      clusterArn: arn('cluster/prod'),
      clusterName: 'prod',
      status: 'ACTIVE',
      activeServicesCount: 1,
      runningTasksCount: 3,
      pendingTasksCount: 0,
      tags: [],
    })
    await shop.deploy()
    shop.advance(10)
    expect((await cluster())?.pendingTasksCount).toBe(3)
  })

  test('are found by name or ARN, `default` without either; one that is missing is a failure in the answer', async () => {
    const ecs = ecsOf(await simulated())
    await ecs.send(new CreateClusterCommand({}))
    await ecs.send(new CreateClusterCommand({ clusterName: 'prod', tags: [{ key: 'team', value: 'web' }] }))
    const names = async (clusters?: string[]) => {
      const { clusters: found = [], failures } = await ecs.send(
        new DescribeClustersCommand({ ...(clusters && { clusters }), include: ['TAGS'] }),
      )
      return { found: found.map(({ clusterName, tags }) => [clusterName, tags]), failures }
    }
    expect(await names()).toEqual({ found: [['default', []]], failures: [] })
    expect(await names([arn('cluster/prod'), 'nowhere'])).toEqual({
      found: [['prod', [{ key: 'team', value: 'web' }]]],
      failures: [{ arn: arn('cluster/nowhere'), reason: 'MISSING' }],
    })
  })

  test('cannot have any name', async () => {
    const ecs = ecsOf(await simulated())
    await expect(ecs.send(new CreateClusterCommand({ clusterName: 'a b' }))).rejects.toMatchObject({
      name: 'InvalidParameterException',
    })
  })
})
