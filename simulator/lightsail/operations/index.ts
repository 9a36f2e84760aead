import type { Context } from '../requests/context.ts'
import { type OperationName, type Request, requests } from '../requests/shapes.ts'
import { createCertificate, deleteCertificate, getCertificates } from './certificates.ts'
import { createContainerServiceDeployment, getContainerServiceDeployments } from './deployments.ts'
import { deleteContainerImage, getContainerImages, registerContainerImage } from './images.ts'
import { getContainerLog } from './logs.ts'
import { getContainerAPIMetadata } from './metadata.ts'
import { getContainerServiceMetricData } from './metrics.ts'
import { getContainerServicePowers } from './powers.ts'
import { createContainerServiceRegistryLogin } from './registry.ts'
import {
  createContainerService,
  deleteContainerService,
  getContainerServices,
  updateContainerService,
} from './services.ts'
import { tagResource, untagResource } from './tags.ts'

export type { OperationName } from '../requests/shapes.ts'

const performers = {
  CreateContainerService: createContainerService,
  UpdateContainerService: updateContainerService,
  DeleteContainerService: deleteContainerService,
  GetContainerServices: getContainerServices,
  CreateContainerServiceDeployment: createContainerServiceDeployment,
  GetContainerServiceDeployments: getContainerServiceDeployments,
  GetContainerLog: getContainerLog,
  GetContainerImages: getContainerImages,
  RegisterContainerImage: registerContainerImage,
  DeleteContainerImage: deleteContainerImage,
  CreateContainerServiceRegistryLogin: createContainerServiceRegistryLogin,
  GetContainerServicePowers: getContainerServicePowers,
  GetContainerAPIMetadata: getContainerAPIMetadata,
  GetContainerServiceMetricData: getContainerServiceMetricData,
  TagResource: tagResource,
  UntagResource: untagResource,
  CreateCertificate: createCertificate,
  GetCertificates: getCertificates,
  DeleteCertificate: deleteCertificate,
} as const satisfies { [O in OperationName]: (input: Request<O>, context: Context) => object }

/** What an operation answers with when it is not refused. */
export type Reply<O extends OperationName> = ReturnType<(typeof performers)[O]>

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(performers, name)
}

export const operationNames: readonly OperationName[] = Object.keys(performers).filter(isOperationName)

/** Checks the input against its shape and does the operation. Throws LightsailError. */
export function perform<O extends OperationName>(operation: O, input: unknown, context: Context): Reply<O> {
  // Both tables are written per operation, so request and performer belong together; TypeScript cannot pair them.
  const request = requests[operation] as (value: unknown, path: string) => Request<O>
  const performer = performers[operation] as unknown as (input: Request<O>, context: Context) => Reply<O>
  return performer(request(input, ''), context)
}
