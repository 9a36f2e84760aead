import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { requestSchemas, SDK_VERSION } from '../../../../../src/ecs/api/request-schemas.ts'
import { readSdkSchema, type SdkSchema, schemaAt } from '../../../../../src/ecs/inputs/schema/sdk-schema.ts'
import {
  SERVICE_REPLY_MEMBERS,
  TASK_DEFINITION_REPLY_MEMBERS,
} from '../../../../../src/ecs/model/reply-members.ts'

const create = readSdkSchema(requestSchemas.createService)
const register = readSdkSchema(requestSchemas.registerTaskDefinition)

/** `a.b[].c` of every member; a structure that holds itself is walked once. */
function pathsOf(schema: SdkSchema, prefix = '', open: readonly string[] = []): string[] {
  if (schema.kind === 'list' || schema.kind === 'map') return pathsOf(schema.of, `${prefix}[]`, open)
  if (schema.kind !== 'structure' || open.includes(schema.name)) return []
  return [...schema.members()].flatMap(([name, member]) => {
    const path = prefix === '' ? name : `${prefix}.${name}`
    return [path, ...pathsOf(member, path, [...open, schema.name])]
  })
}

/** All request paths of AWS's page of create_service (docs/ecs-facts.md §1a). */
const pagePaths = `cluster serviceName taskDefinition loadBalancers loadBalancers.targetGroupArn
loadBalancers.loadBalancerName loadBalancers.containerName loadBalancers.containerPort serviceRegistries
serviceRegistries.registryArn serviceRegistries.port serviceRegistries.containerName
serviceRegistries.containerPort desiredCount clientToken launchType capacityProviderStrategy
capacityProviderStrategy.capacityProvider capacityProviderStrategy.weight capacityProviderStrategy.base
platformVersion role deploymentConfiguration deploymentConfiguration.deploymentCircuitBreaker
deploymentConfiguration.deploymentCircuitBreaker.enable
deploymentConfiguration.deploymentCircuitBreaker.rollback deploymentConfiguration.maximumPercent
deploymentConfiguration.minimumHealthyPercent deploymentConfiguration.alarms
deploymentConfiguration.alarms.alarmNames deploymentConfiguration.alarms.rollback
deploymentConfiguration.alarms.enable placementConstraints placementConstraints.type
placementConstraints.expression placementStrategy placementStrategy.type placementStrategy.field
networkConfiguration networkConfiguration.awsvpcConfiguration
networkConfiguration.awsvpcConfiguration.subnets networkConfiguration.awsvpcConfiguration.securityGroups
networkConfiguration.awsvpcConfiguration.assignPublicIp healthCheckGracePeriodSeconds schedulingStrategy
deploymentController deploymentController.type tags tags.key tags.value enableECSManagedTags propagateTags
enableExecuteCommand serviceConnectConfiguration serviceConnectConfiguration.enabled
serviceConnectConfiguration.namespace serviceConnectConfiguration.services
serviceConnectConfiguration.services.portName serviceConnectConfiguration.services.discoveryName
serviceConnectConfiguration.services.clientAliases serviceConnectConfiguration.services.clientAliases.port
serviceConnectConfiguration.services.clientAliases.dnsName
serviceConnectConfiguration.services.ingressPortOverride serviceConnectConfiguration.services.timeout
serviceConnectConfiguration.services.timeout.idleTimeoutSeconds
serviceConnectConfiguration.services.timeout.perRequestTimeoutSeconds
serviceConnectConfiguration.services.tls
serviceConnectConfiguration.services.tls.issuerCertificateAuthority
serviceConnectConfiguration.services.tls.issuerCertificateAuthority.awsPcaAuthorityArn
serviceConnectConfiguration.services.tls.kmsKey serviceConnectConfiguration.services.tls.roleArn
serviceConnectConfiguration.logConfiguration serviceConnectConfiguration.logConfiguration.logDriver
serviceConnectConfiguration.logConfiguration.options
serviceConnectConfiguration.logConfiguration.secretOptions
serviceConnectConfiguration.logConfiguration.secretOptions.name
serviceConnectConfiguration.logConfiguration.secretOptions.valueFrom volumeConfigurations
volumeConfigurations.name volumeConfigurations.managedEBSVolume
volumeConfigurations.managedEBSVolume.encrypted volumeConfigurations.managedEBSVolume.kmsKeyId
volumeConfigurations.managedEBSVolume.volumeType volumeConfigurations.managedEBSVolume.sizeInGiB
volumeConfigurations.managedEBSVolume.snapshotId volumeConfigurations.managedEBSVolume.iops
volumeConfigurations.managedEBSVolume.throughput volumeConfigurations.managedEBSVolume.tagSpecifications
volumeConfigurations.managedEBSVolume.tagSpecifications.resourceType
volumeConfigurations.managedEBSVolume.tagSpecifications.tags
volumeConfigurations.managedEBSVolume.tagSpecifications.tags.key
volumeConfigurations.managedEBSVolume.tagSpecifications.tags.value
volumeConfigurations.managedEBSVolume.tagSpecifications.propagateTags
volumeConfigurations.managedEBSVolume.roleArn volumeConfigurations.managedEBSVolume.filesystemType`

describe("the layout of the SDK's schemas is what we read", () => {
  test('all paths of the requests are found', () => {
    expect(pathsOf(create).length).toBeGreaterThanOrEqual(163)
    expect(pathsOf(readSdkSchema(requestSchemas.updateService)).length).toBeGreaterThanOrEqual(157)
    expect(pathsOf(register).length).toBeGreaterThanOrEqual(163)
  })

  test('each path of the page of create-service is among them', () => {
    const known = pathsOf(create).map((path) => path.replaceAll('[]', ''))
    expect(pagePaths.split(/\s+/).filter((path) => !known.includes(path))).toEqual([])
  })

  test.each<[(string | number)[], SdkSchema['kind'] | undefined]>([
    [['serviceName'], 'text'],
    [['desiredCount'], 'number'],
    [['enableECSManagedTags'], 'boolean'],
    [['tags'], 'list'],
    [['tags', 0, 'value'], 'text'],
    [['serviceConnectConfiguration', 'logConfiguration', 'options', 'any'], 'text'],
    [['networkConfiguration', 'awsvpcConfiguration', 'subnets', 3], 'text'],
    [['networkConfiguration', 'nothing'], undefined],
    [['tags', 'value'], undefined],
  ])('%j is %s', (path, kind) => {
    expect(schemaAt(create, path)?.kind).toBe(kind)
  })

  test('required members are told', () => {
    const breaker = schemaAt(create, ['deploymentConfiguration', 'deploymentCircuitBreaker'])
    expect(breaker?.kind === 'structure' && breaker.required).toEqual(['enable', 'rollback'])
    expect(register.kind === 'structure' && register.required).toEqual(['family', 'containerDefinitions'])
  })

  test('the version is the one that is bundled', () => {
    const { dependencies } = JSON.parse(
      readFileSync(new URL('../../../../../package.json', import.meta.url), 'utf8'),
    )
    expect(dependencies['@aws-sdk/client-ecs']).toBe(SDK_VERSION)
  })
})

describe('members that only a reply has', () => {
  const membersOf = (source: unknown): string[] => {
    const schema = readSdkSchema(source)
    return schema.kind === 'structure' ? [...schema.members().keys()] : []
  }
  test('of a service', () => {
    const requested = membersOf(requestSchemas.createService)
    const onlyReplied = membersOf(requestSchemas.service).filter((name) => !requested.includes(name))
    expect(onlyReplied.filter((name) => !SERVICE_REPLY_MEMBERS.has(name))).toEqual([])
  })
  test('of a task definition', () => {
    const requested = membersOf(requestSchemas.registerTaskDefinition)
    const onlyReplied = membersOf(requestSchemas.taskDefinition).filter((name) => !requested.includes(name))
    expect(onlyReplied.toSorted()).toEqual([...TASK_DEFINITION_REPLY_MEMBERS].toSorted())
  })
})
