import {
  CreateContainerServiceCommand,
  CreateContainerServiceDeploymentCommand,
  CreateContainerServiceRegistryLoginCommand,
  DeleteContainerImageCommand,
  DeleteContainerServiceCommand,
  GetCertificatesCommand,
  GetContainerImagesCommand,
  GetContainerLogCommand,
  GetContainerServiceDeploymentsCommand,
  GetContainerServicePowersCommand,
  GetContainerServicesCommand,
  LightsailClient,
  RegisterContainerImageCommand,
  TagResourceCommand,
  UpdateContainerServiceCommand,
} from '@aws-sdk/client-lightsail'
import { watchClient } from '../../aws/client.ts'
import { malformedResponse } from '../../aws/errors.ts'
import { ignoreNotFound } from '../../aws/responses.ts'
import { tagList } from '../../aws/tag-list.ts'
import type { Certificate } from '../model/certificates.ts'
import type { Service } from '../model/service.ts'
import { toServiceError } from './errors.ts'
import type { LightsailApi, LightsailApiOptions } from './lightsail-api.ts'
import { answeredService, deployedService } from './responses.ts'
import {
  fromSdkCertificate,
  fromSdkDeployment,
  fromSdkPower,
  fromSdkService,
  mutable,
  toSdkDeployment,
} from './sdk-mapping.ts'

const LOG_ANSWER_MS = 5_000 // A slower log must not keep a poll waiting.

/** Creates the API of Lightsail for one run. Makes no call. */
export function createLightsailApi({ settings, clean, ...runtime }: LightsailApiOptions): LightsailApi {
  const client = new LightsailClient(settings)
  const toError = (operation: string, error: unknown) => toServiceError(operation, error, clean)
  const { reading, writing, naming, endpoint, serviceTime } = watchClient(client, { ...runtime, toError })

  const services = async (input: { serviceName?: string }): Promise<Service[]> => {
    const call = client.send(new GetContainerServicesCommand(input), reading)
    const { containerServices } = await naming('GetContainerServices', call)
    if (!containerServices) throw malformedResponse('GetContainerServices')
    return containerServices.map(fromSdkService)
  }

  const powers = async () => {
    const call = client.send(new GetContainerServicePowersCommand({}), reading)
    return (await naming('GetContainerServicePowers', call)).powers ?? []
  }

  return {
    getService: async (serviceName) => {
      const found = await ignoreNotFound(services({ serviceName }))
      return found?.find(({ name }) => name === serviceName)
    },
    listServices: () => services({}),
    getDeployments: async (name) => {
      const call = client.send(new GetContainerServiceDeploymentsCommand({ serviceName: name }), reading)
      const answer = await ignoreNotFound(naming('GetContainerServiceDeployments', call))
      const deployments = (answer?.deployments ?? []).flatMap((sdk) => fromSdkDeployment(sdk) ?? [])
      return deployments.sort((a, b) => b.version - a.version)
    },
    createService: async ({ name, power, scale, deployment, tags, publicDomainNames, ecrRole }) => {
      const operation = 'CreateContainerService'
      const command = new CreateContainerServiceCommand({
        serviceName: name,
        power: power as never,
        scale,
        ...(deployment && { deployment: toSdkDeployment(deployment) }),
        ...(Object.keys(tags).length > 0 && { tags: tagList(tags) }),
        ...(publicDomainNames && { publicDomainNames: mutable(publicDomainNames) }),
        ...(ecrRole !== undefined && {
          privateRegistryAccess: { ecrImagePullerRole: { isActive: ecrRole } },
        }),
      })
      return answeredService(operation, await naming(operation, client.send(command, writing)))
    },
    updateService: async (name, { power, scale, disabled, publicDomainNames, ecrRole }) => {
      const operation = 'UpdateContainerService'
      const command = new UpdateContainerServiceCommand({
        serviceName: name,
        ...(power !== undefined && { power: power as never }),
        ...(scale !== undefined && { scale }),
        ...(disabled !== undefined && { isDisabled: disabled }),
        ...(publicDomainNames && { publicDomainNames: mutable(publicDomainNames) }),
        ...(ecrRole !== undefined && {
          privateRegistryAccess: { ecrImagePullerRole: { isActive: ecrRole } },
        }),
      })
      return answeredService(operation, await naming(operation, client.send(command, writing)))
    },
    tagService: async (name, tags, arn) => {
      const command = new TagResourceCommand({ resourceName: name, resourceArn: arn, tags: tagList(tags) })
      await naming('TagResource', client.send(command, writing))
    },
    deleteService: async (name) => {
      await naming(
        'DeleteContainerService',
        client.send(new DeleteContainerServiceCommand({ serviceName: name }), writing),
      )
    },
    getPrices: async () => {
      const active = (await powers()).filter(({ isActive }) => isActive !== false)
      return Object.fromEntries(active.map(({ name, price }) => [name ?? '', price ?? Number.NaN]))
    },
    getPowerSizes: async () => Object.fromEntries((await powers()).flatMap((sdk) => fromSdkPower(sdk) ?? [])),
    getCertificates: async () => {
      const certificates: Certificate[] = []
      let pageToken: string | undefined
      do {
        const input = { includeCertificateDetails: true, ...(pageToken !== undefined && { pageToken }) }
        const page = await naming('GetCertificates', client.send(new GetCertificatesCommand(input), reading))
        certificates.push(...(page.certificates ?? []).map(fromSdkCertificate))
        pageToken = page.nextPageToken
      } while (pageToken !== undefined)
      return certificates
    },
    getImages: async (name) => {
      const call = client.send(new GetContainerImagesCommand({ serviceName: name }), reading)
      const { containerImages } = await naming('GetContainerImages', call)
      return (containerImages ?? [])
        .toSorted((a, b) => (b.createdAt?.getTime() ?? 0) - (a.createdAt?.getTime() ?? 0))
        .map(({ image, digest }) => ({ name: image ?? '', digest: digest ?? '' }))
    },
    registerImage: async (name, label, digest) => {
      const operation = 'RegisterContainerImage'
      const command = new RegisterContainerImageCommand({ serviceName: name, label, digest })
      const { containerImage } = await naming(operation, client.send(command, writing))
      if (containerImage?.image === undefined) throw malformedResponse(operation)
      return containerImage.image
    },
    deleteImage: async (name, image) => {
      const command = new DeleteContainerImageCommand({ serviceName: name, image })
      await naming('DeleteContainerImage', client.send(command, writing))
    },
    registryLogin: async () => {
      const operation = 'CreateContainerServiceRegistryLogin'
      const call = client.send(new CreateContainerServiceRegistryLoginCommand({}), reading)
      const { registry, username, password } = (await naming(operation, call)).registryLogin ?? {}
      if (registry === undefined || username === undefined || password === undefined)
        throw malformedResponse(operation)
      return { address: registry, username, password }
    },
    createDeployment: async (name, deployment) => {
      const operation = 'CreateContainerServiceDeployment'
      const command = new CreateContainerServiceDeploymentCommand({
        serviceName: name,
        ...toSdkDeployment(deployment),
      })
      return deployedService(await naming(operation, client.send(command, writing)))
    },
    getLog: async ({ service, container, since, filter, page }) => {
      const command = new GetContainerLogCommand({
        serviceName: service,
        containerName: container,
        startTime: new Date(since),
        ...(filter !== undefined && { filterPattern: filter }),
        ...(page !== undefined && { pageToken: page }),
      })
      const { logEvents, nextPageToken } = await naming(
        'GetContainerLog',
        client.send(command, { ...reading, requestTimeout: LOG_ANSWER_MS }),
      )
      return {
        events: (logEvents ?? []).map(({ createdAt, message }) => ({
          at: createdAt?.getTime() ?? 0,
          message: message ?? '',
        })),
        nextPage: nextPageToken,
      }
    },
    endpoint,
    serviceTime,
    close: () => client.destroy(),
  }
}
