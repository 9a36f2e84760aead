import { isRecord } from '../../../inputs/documents/records.ts'
import type { ServicePatch, TaskDefinitionPatch } from '../../model/patch.ts'
import { referenceFaults } from '../../model/references.ts'
import { writtenMembers } from '../../model/service-patch.ts'
import { patchedTaskDefinition } from '../../model/task-definition-patch.ts'
import type { InputSource } from '../names.ts'
import type { LoadedServiceDefinition } from './service-definition-input.ts'

interface Written {
  readonly patch: TaskDefinitionPatch | undefined
  readonly settings: ServicePatch
  readonly file: LoadedServiceDefinition | undefined
}

/** What the service and the task definition say of each other, where both are files or inputs; ECS would refuse each. */
export function checkFiles({ texts, issues }: InputSource, { patch, settings, file }: Written): void {
  const { targetGroupArn, desiredCount } = settings
  if (targetGroupArn !== undefined && (patch?.containerNames?.length ?? 0) > 1) {
    const message =
      'is for one container, but container-name lists several; use loadBalancers in service-definition'
    issues.add({ input: 'target-group-arn', message })
  }
  if (desiredCount !== undefined && file?.members['schedulingStrategy'] === 'DAEMON') {
    const message = 'has no effect on a DAEMON, which runs one task on each instance; remove it'
    issues.add({ input: 'desired-count', message })
  }
  const { file: definition } = patch ?? {}
  const desired = patch && definition ? patchedTaskDefinition(patch, definition) : undefined
  if (desired === undefined || 'fault' in desired) return
  const { content } = desired
  const written = writtenMembers(settings, {
    current: undefined,
    content,
    containerNames: patch?.containerNames,
  })
  if ('fault' in written) {
    const { message, fix } = written.fault
    if (texts['target-group-arn'] !== undefined)
      issues.add({ input: 'target-group-arn', message: `${message}; ${fix}` })
    return
  }
  const { members } = written
  for (const { message, at } of referenceFaults(members, content)) {
    const isOfInput =
      (at[0] === 'loadBalancers' && targetGroupArn !== undefined) ||
      (at[0] === 'volumeConfigurations' && settings.volume !== undefined)
    const input = at[0] === 'loadBalancers' ? 'target-group-arn' : 'service-managed-ebs-volume-name'
    // Whoever wrote an input knows of no path.
    if (isOfInput || file === undefined) issues.add({ input, message: message.replace(/^"[\w.]+": /, '') })
    else issues.add({ input: 'service-definition', file: file.path, message, ...file.position(at) })
  }
  if (content.networkMode !== 'awsvpc' && isRecord(members['networkConfiguration'])) {
    const message = `only tasks with networkMode: awsvpc have their own network, but this task definition has ${content.networkMode ?? 'bridge'}`
    const input = (['subnets', 'security-groups', 'assign-public-ip'] as const).find(
      (name) => texts[name] !== undefined,
    )
    if (input !== undefined) issues.add({ input, message: `has no effect: ${message}` })
    else if (file)
      issues.add({
        input: 'service-definition',
        file: file.path,
        message: `"networkConfiguration": ${message}`,
        ...file.position(['networkConfiguration']),
      })
  }
}
