import { textChange } from '../../diff/change-lines.ts'
import type { Plan } from '../../rollout/contract/plan.ts'
import { forcedMembers } from '../model/compare/service-members.ts'
import { isInProgress, primaryOf, type Service, type ServiceMembers } from '../model/service.ts'
import { revisionName } from '../model/task-definition.ts'
import { memberChanges, wordsOf } from './diff/member-changes.ts'
import { effectOf } from './diff/service-diff.ts'
import type { Step } from './steps.ts'

/** A write of this run that is to be taken back. */
export interface SentMembers {
  /** What was sent, and what the same members were before; those that were not there are missing in it. */
  readonly sent: ServiceMembers
  readonly before: ServiceMembers
}

/** What can be set back: a member that was not there before cannot be taken away by UpdateService. */
export function restorable({ sent, before }: SentMembers): {
  readonly members: ServiceMembers
  /** Names of members that stay as they were sent. */
  readonly left: readonly string[]
} {
  const names = Object.keys(sent).filter((name) => name !== 'forceNewDeployment')
  const known = names.filter((name) => before[name] !== undefined)
  return {
    members: Object.fromEntries(known.map((name) => [name, before[name]])),
    left: names.filter((name) => before[name] === undefined),
  }
}

/** The plan that sets exactly the members that a write changed to what they were, over what runs now. */
export function planRestore({
  service,
  cluster,
  written,
  at,
}: {
  readonly service: Service
  /** Name or ARN, as it is sent. */
  readonly cluster: string
  readonly written: SentMembers
  readonly at: number
}): Plan<Step> {
  const { members, left } = restorable(written)
  const { taskDefinition = service.taskDefinition, ...others } = members
  const target = String(taskDefinition)
  const primary = primaryOf(service)
  return {
    kind: 'apply',
    changes: [
      ...textChange('task definition', revisionName(service.taskDefinition), revisionName(target)),
      ...Object.entries(others).flatMap(([name, value]) =>
        memberChanges(
          wordsOf(name),
          name === 'desiredCount' ? service.desiredCount : service.members[name],
          value,
        ),
      ),
    ],
    notices: left.length === 0 ? [] : [`${left.map(wordsOf).join(', ')} was not set before, and stays`],
    titleNote: '',
    step: {
      kind: 'update',
      service: service.name,
      arn: service.arn,
      cluster,
      members: forcedMembers(members),
      rollsOut: members['taskDefinition'] === undefined ? effectOf(Object.keys(others)) : 'yes',
      taskDefinition: target,
      previous: primary,
      known: service.deployments.map(({ id }) => id),
      before: {
        ...Object.fromEntries(
          Object.keys(others).flatMap((name) =>
            service.members[name] === undefined ? [] : [[name, service.members[name]]],
          ),
        ),
        taskDefinition: service.taskDefinition,
      },
      replaces: primary !== undefined && isInProgress(service) ? primary : undefined,
      desiredCount:
        typeof members['desiredCount'] === 'number' ? members['desiredCount'] : service.desiredCount,
      observedAt: at,
    },
  }
}
