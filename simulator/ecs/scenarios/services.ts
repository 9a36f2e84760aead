import type { Account } from '../account.ts'
import { deleteByOthers, deregisterByOthers, scaleByOthers, serviceRecord } from '../other-actors.ts'
import type { Scenario } from './scenario.ts'
import {
  afterRollout,
  arrangeCluster,
  arrangeShop,
  breaker,
  day,
  hour,
  shopCreation,
  shopService,
} from './shop.ts'

/** States of the service, and kinds of services. */
export const serviceScenarios: readonly Scenario[] = [
  { name: 'empty-account', sentence: 'Nothing exists yet, not even a cluster.', arrange: () => {} },
  {
    name: 'draining',
    sentence: 'Somebody deleted shop ten seconds ago; its tasks are still draining.',
    arrange: (account) => {
      arrangeShop(account)
      deleteByOthers(account, { ...shopService, at: account.now() - 10_000 })
    },
  },
  {
    name: 'deleted',
    sentence: 'Somebody deleted shop ten minutes ago; it is INACTIVE.',
    arrange: (account) => {
      arrangeShop(account)
      deleteByOthers(account, { ...shopService, at: account.now() - 600_000 })
    },
  },
  {
    name: 'deleted-while-waiting',
    sentence: 'shop runs web:19; half a minute into the next rollout, somebody deletes the service.',
    arrange: arrangeShop,
    events: [afterRollout(30, (account, at) => deleteByOthers(account, { ...shopService, at }))],
  },
  {
    name: 'autoscaled',
    sentence: 'shop was created with three tasks; auto scaling has raised that to five.',
    arrange: (account) => {
      arrangeShop(account)
      scaleByOthers(account, { ...shopService, at: account.now() - hour }, 5)
    },
  },
  {
    name: 'scaled-to-zero',
    sentence: 'shop runs web:19 with a desired count of 0.',
    arrange: (account) => {
      arrangeShop(account)
      scaleByOthers(account, { ...shopService, at: account.now() - hour }, 0)
    },
  },
  {
    name: 'deregistered',
    sentence: 'shop runs web:19; somebody has deregistered web:17 and web:18.',
    arrange: (account) => {
      arrangeShop(account)
      for (const taskDefinition of ['web:17', 'web:18'])
        deregisterByOthers(account, taskDefinition, account.now() - hour)
    },
  },
  {
    name: 'daemon-service',
    sentence: 'agent runs one task on each of two container instances.',
    arrange: arrangeDaemon,
  },
  {
    name: 'codedeploy-service',
    sentence: 'shop is deployed by CodeDeploy.',
    arrange: (account) => arrangeControlled(account, 'CODE_DEPLOY'),
  },
  {
    name: 'external-service',
    sentence: 'The task sets of shop are managed by another tool.',
    arrange: (account) => arrangeControlled(account, 'EXTERNAL'),
  },
  {
    name: 'express-service',
    sentence: 'shop is an ECS Express Mode service.',
    arrange: (account) => {
      arrangeShop(account, { ...breaker, strategy: 'CANARY' })
      const record = serviceRecord(account, shopService)
      if (record === undefined) return
      const { services } = account.records
      const express = { ...record, creation: { ...record.creation, resourceManagementType: 'ECS' as const } }
      services.splice(services.indexOf(record), 1, express)
    },
  },
  {
    name: 'classic-load-balancer',
    sentence: 'shop runs web:19; its deployments report no rolloutState, as behind a Classic Load Balancer.',
    arrange: arrangeShop,
    switches: { rolloutState: 'absent' },
  },
]

function arrangeDaemon(account: Account): void {
  arrangeCluster(account)
  const at = account.now() - 30 * day
  const container = { name: 'agent', image: 'ghcr.io/acme/agent:4d5e6f', memory: 128 }
  account.call('RegisterTaskDefinition', { family: 'agent', containerDefinitions: [container] }, { at })
  const request = {
    cluster: 'prod',
    serviceName: 'agent',
    taskDefinition: 'agent',
    launchType: 'EC2',
    schedulingStrategy: 'DAEMON',
    deploymentConfiguration: breaker,
  }
  account.call('CreateService', request, { at, outcome: 'succeeds' })
}

function arrangeControlled(account: Account, type: 'CODE_DEPLOY' | 'EXTERNAL'): void {
  arrangeCluster(account)
  const request = shopCreation(account, {}, { deploymentController: { type } })
  account.call('CreateService', request, { at: account.now() - 6 * day, outcome: 'succeeds' })
}
