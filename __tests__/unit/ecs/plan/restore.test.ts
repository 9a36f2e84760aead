import { describe, expect, test } from '@jest/globals'
import { planRestore, restorable } from '../../../../src/ecs/plan/restore.ts'
import { revision } from '../rollout/rollouts.ts'
import { linesOf, shop, stepOf } from '../shop.ts'

describe('what a write changed is set back', () => {
  const written = {
    sent: { taskDefinition: revision(18), desiredCount: 5, loadBalancers: [{}], forceNewDeployment: true },
    before: { taskDefinition: revision(17), desiredCount: 3 },
  }

  test('exactly that, and what was not there before is named', () => {
    const service = shop({ desiredCount: 5 }, { loadBalancers: [{}] })
    const plan = planRestore({ service, cluster: 'prod', written, at: 1 })
    expect(stepOf(plan)).toMatchObject({ kind: 'update', rollsOut: 'yes', taskDefinition: revision(17) })
    expect(stepOf(plan)).toHaveProperty('members', { taskDefinition: revision(17), desiredCount: 3 })
    expect(linesOf(plan)).toEqual(['~ task definition web:18 → web:17', '~ desired count 5 → 3'])
    expect(plan.kind === 'apply' && plan.notices).toEqual(['load balancers was not set before, and stays'])
  })

  test('of the same revision once more there is nothing to set back', () => {
    expect(restorable({ sent: { forceNewDeployment: true }, before: {} })).toEqual({ members: {}, left: [] })
  })
})
