import { describe, expect, test } from '@jest/globals'
import { parse } from 'yaml'
import { runEcs } from '../in-process/ecs/action.ts'
import { runOnTime } from '../in-process/helpers.ts'
import { blocks, codeSpans, pages, read, tableRows } from './markdown.ts'

/** The IAM policies of the set-up allow what the actions call, no more and no less. */

const template = read('examples/aws/role.yml')
const { Parameters, Conditions, Resources, Outputs } = parse(template, { logLevel: 'silent' })

/** The actions that a policy of the template allows. */
function allowedBy(...policies: string[]): string[] {
  return policies.flatMap((name) =>
    Resources[name].Properties.PolicyDocument.Statement.flatMap(({ Action }: { Action: string[] }) => Action),
  )
}

function calledIn(path: string, prefix: string): string[] {
  return [...read(path).matchAll(/new (\w+)Command\(/g)]
    .map(([, operation]) => `${prefix}:${operation}`)
    .sort()
}

const lightsail = calledIn('src/lightsail/api/client.ts', 'lightsail')
const ecs = calledIn('src/ecs/api/client.ts', 'ecs')

describe('examples/aws/role.yml', () => {
  test('Lightsail: all that is called, deleting apart', () => {
    expect(allowedBy('LightsailPolicy', 'LightsailDeletePolicy').sort()).toEqual(lightsail)
    expect(allowedBy('LightsailPolicy').filter((action) => /:Delete/.test(action))).toEqual([])
    expect(allowedBy('LightsailPreviewPolicy')).toEqual(['lightsail:DeleteContainerService'])
  })

  test('ECS: what its page says, which is what is called', () => {
    const onPage: string[] = blocks(read('docs/guides/ecs-permissions.md'), 'json').flatMap((block) =>
      JSON.parse(block).Statement.flatMap(({ Action }: { Action: string | string[] }) => Action),
    )
    const policies = Object.keys(Resources).filter((name) => /^Ecs(?!Plan)\w*Policy$/.test(name))
    const ofTarget = onPage.filter((action) => !action.startsWith('ecr:'))
    expect(allowedBy(...policies).sort()).toEqual(ofTarget.sort())
    expect(onPage).toEqual(expect.arrayContaining(ecs))
    expect(allowedBy('EcsPassRolePolicy')).toEqual(['iam:PassRole'])
  })

  test('private ECR: what looking up an image calls', () => {
    expect(allowedBy('EcrPolicy').sort()).toEqual(calledIn('src/aws/ecr-registry.ts', 'ecr'))
  })

  test('the role for plans on Lightsail: what plans call, also of an image of the job', async () => {
    const { outputs, calls } = await runOnTime({
      scenario: 'certificates',
      inputs: {
        mode: 'plan',
        power: 'micro',
        tags: 'a=b',
        'public-domain-names': 'example-com=www.example.com',
        'ecr-image-puller-role': 'true',
      },
    })
    expect(outputs).toMatchObject({ result: 'planned', 'changes-count': '5' })
    const operations = new Set(calls.map(({ operation }) => `lightsail:${operation}`))
    const allowed = allowedBy('LightsailPlanPolicy')
    expect(allowed.toSorted()).toEqual([...operations, 'lightsail:GetContainerImages'].sort())
    expect(allowed.filter((action) => !action.startsWith('lightsail:Get'))).toEqual([])
  })

  test('with one more it is enough for the status of a service', async () => {
    const { calls } = await runOnTime({ scenario: 'update', inputs: { image: '', mode: 'status' } })
    const enough = [...allowedBy('LightsailPlanPolicy'), 'lightsail:GetContainerServiceDeployments']
    expect(enough).toEqual(expect.arrayContaining(calls.map(({ operation }) => `lightsail:${operation}`)))
  })

  test('the role for plans on ECS: what plans call', async () => {
    const { operations } = await runEcs({ inputs: { mode: 'plan' } })
    expect(allowedBy('EcsPlanPolicy')).toEqual(
      expect.arrayContaining(operations.map((name) => `ecs:${name}`)),
    )
    expect(allowedBy('EcsPlanPolicy').filter((action) => !/:(?:Describe|List)/.test(action))).toEqual([])
  })

  test('every reference leads to something, and everything is referred to', () => {
    const defined = [...Object.keys(Parameters), ...Object.keys(Resources)]
    const referred = [
      ...[...template.matchAll(/!(?:Ref|GetAtt) ([A-Za-z]+)/g)].map(([, name = '']) => name),
      ...[...template.matchAll(/\$\{([A-Za-z]+)\}/g)].map(([, name = '']) => name),
    ].filter((name) => name !== 'AWS')
    expect(referred.filter((name) => !defined.includes(name))).toEqual([])
    expect(Object.keys(Parameters).filter((name) => !referred.includes(name))).toEqual([])
    const conditions = [
      ...[...template.matchAll(/Condition: ([A-Z]\w+)/g)].map(([, name = '']) => name),
      ...[...template.matchAll(/!If \[(\w+)/g)].map(([, name = '']) => name),
    ]
    expect([...new Set(conditions)].sort()).toEqual(Object.keys(Conditions).sort())
    expect(Object.keys(Outputs)).toEqual(['RoleArn', 'PlanRoleArn', 'PreviewRoleArn'])
  })

  test('only workflows of the repository get a role: the subject is compared whole', () => {
    const trusts = Object.values<{ Type: string; Properties: Record<string, { Statement: unknown[] }> }>(
      Resources,
    )
      .filter(({ Type }) => Type === 'AWS::IAM::Role')
      .flatMap(({ Properties }) => Properties['AssumeRolePolicyDocument']?.Statement ?? [])
    expect(trusts).toHaveLength(3)
    for (const trust of trusts) {
      const { Condition } = trust as { Condition: Record<string, Record<string, string | string[]>> }
      expect(Object.keys(Condition)).toEqual(['StringEquals'])
      const subjects = [Condition['StringEquals']?.['token.actions.githubusercontent.com:sub']].flat(2)
      for (const subject of subjects) expect(String(subject)).not.toMatch(/\*|^repo:/)
      expect(Condition['StringEquals']).toHaveProperty(
        ['token.actions.githubusercontent.com:aud'],
        'sts.amazonaws.com',
      )
    }
  })

  test('docs/setup-aws.md explains every parameter, with its default', () => {
    const rows = tableRows(read('docs/setup-aws.md'), 'Parameter').map(([name = '', standard = '']) => [
      name.replaceAll('`', ''),
      standard.replaceAll('`', ''),
    ])
    const declared = Object.entries<{ Default?: string }>(Parameters).map(([name, { Default = '' }]) => [
      name,
      Default,
    ])
    expect(rows.toSorted()).toEqual(declared.toSorted())
  })
})

describe('docs/setup-aws.md', () => {
  const page = read('docs/setup-aws.md')

  test('says once what each action is for, without a gap', () => {
    const needed = tableRows(page, 'to').flatMap(([, cell = '']) =>
      codeSpans(cell).filter((code) => code.startsWith('lightsail:')),
    )
    expect(needed.sort()).toEqual(lightsail)
  })

  test('shows the policy of the template', () => {
    const [, policy = ''] = blocks(page, 'json')
    expect(JSON.parse(policy).Statement[0].Action).toEqual(allowedBy('LightsailPolicy'))
    expect(policy).toContain('"aws:RequestedRegion": "eu-central-1"')
  })
})

test('every JSON block of every page is JSON', () => {
  const found = pages.flatMap((path) => blocks(read(path), 'json'))
  expect(found.length).toBeGreaterThan(3)
  for (const block of found) expect(() => JSON.parse(block)).not.toThrow()
})
