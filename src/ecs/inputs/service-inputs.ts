import { parseBoolean, parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { scalarInput } from '../../inputs/source.ts'
import { parseTags } from '../../options/tags.ts'
import type { CapacityProvider, ServicePatch } from '../model/patch.ts'
import type { ServiceMembers } from '../model/service.ts'
import { parseList } from './lists.ts'
import type { InputName, InputSource } from './names.ts'
import { defined } from './task-definition-inputs.ts'

/** The highest number of a port. */
const MAX_PORT = 65_535

/** What the single inputs say about the service beside its task definition. */
export async function parseServicePatch(source: InputSource): Promise<ServicePatch> {
  const of = (input: InputName) => scalarInput(input, source)
  const patch: ServicePatch = defined({
    desiredCount: parseInteger({ ...of('desired-count'), from: 0 }),
    launchType: parseEnum({ ...of('launch-type'), choices: ['FARGATE', 'EC2', 'EXTERNAL'] }),
    capacityProviderStrategy: await part<readonly CapacityProvider[]>('capacity-provider-strategy', source, [
      'capacityProviderStrategy',
    ]),
    subnets: parseIds('subnets', 'subnet-', source),
    securityGroups: parseIds('security-groups', 'sg-', source),
    assignPublicIp: parseEnum({ ...of('assign-public-ip'), choices: ['ENABLED', 'DISABLED'] }),
    targetGroupArn: parseTargetGroup(source),
    containerPort: parseInteger({ ...of('container-port'), from: 1, to: MAX_PORT }),
    circuitBreaker: parseEnum({ ...of('circuit-breaker'), choices: ['rollback', 'enable', 'off'] }),
    enableEcsManagedTags: parseBoolean(of('enable-ecs-managed-tags')),
    propagateTags: parseEnum({ ...of('propagate-tags'), choices: ['SERVICE', 'TASK_DEFINITION', 'NONE'] }),
    volume: await parseVolume(source),
    tags: parseTags(source),
  })
  if (patch.launchType !== undefined && source.texts['capacity-provider-strategy'] !== undefined) {
    const message = 'cannot be combined with capacity-provider-strategy; remove one of the two'
    source.issues.add({ input: 'launch-type', message })
  }
  if (patch.containerPort !== undefined && source.texts['target-group-arn'] === undefined) {
    source.issues.add({ input: 'container-port', message: 'has no effect without target-group-arn' })
  }
  return patch
}

/** The schema is loaded only by runs that have such an input. */
async function part<Part>(
  input: InputName,
  source: InputSource,
  path: readonly (string | number)[],
): Promise<Part | undefined> {
  if (source.texts[input] === undefined) return undefined
  const { parsePart } = await import('./schema/request-part.ts')
  return await parsePart<Part>(input, path, source)
}

/** Ids with that prefix, as a comma or newline list. */
export function parseIds(input: InputName, prefix: string, source: InputSource): string[] | undefined {
  const ids = parseList(input, source)
  const strange = ids?.find((id) => !new RegExp(`^${prefix}[0-9a-z]+$`).test(id))
  if (strange !== undefined)
    source.issues.add({ input, message: `"${strange}" must look like ${prefix}0123456789abcdef0` })
  return ids
}

function parseTargetGroup({ texts, issues }: InputSource): string | undefined {
  const input = 'target-group-arn'
  const arn = texts[input]?.trim()
  if (arn === undefined) return undefined
  if (!/^arn:aws[\w-]*:elasticloadbalancing:[\w-]+:\d{12}:targetgroup\/\S+$/.test(arn)) {
    const message = `"${arn}" is not the ARN of a target group, such as arn:aws:elasticloadbalancing:eu-central-1:123456789012:targetgroup/shop/0123456789abcdef`
    issues.add({ input, message })
  }
  return arn
}

/** One of the two inputs of a volume alone has no effect, as AWS's own action warns as well. */
export function halfVolumeNotices(of: 'service' | 'run-task', texts: InputSource['texts']): string[] {
  const [name, volume] = [`${of}-managed-ebs-volume-name`, `${of}-managed-ebs-volume`] as const
  if ((texts[name] === undefined) === (texts[volume] === undefined)) return []
  const [written, other] = texts[name] === undefined ? [volume, name] : [name, volume]
  return [`${written} has no effect without ${other}`]
}

/** Sent only if both inputs are written: AWS's own action otherwise removes the volumes. */
async function parseVolume(source: InputSource): Promise<ServicePatch['volume']> {
  const name = source.texts['service-managed-ebs-volume-name']?.trim()
  const path = ['volumeConfigurations', 0, 'managedEBSVolume']
  const managedEBSVolume = await part<ServiceMembers>('service-managed-ebs-volume', source, path)
  return name === undefined || managedEBSVolume === undefined ? undefined : { name, managedEBSVolume }
}
