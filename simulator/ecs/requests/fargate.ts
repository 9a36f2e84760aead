import type { TaskDefinitionContent } from '../api-types.ts'
import { clientError } from '../errors.ts'
import { quoted } from './refusals.ts'

/** Units of CPU, and MiB of memory from, to and in steps of (developer guide, "Fargate task definition parameters"). */
const sizes: Readonly<Record<string, readonly [from: number, to: number, step: number]>> = {
  '256': [512, 2048, 512],
  '512': [1024, 4096, 1024],
  '1024': [2048, 8192, 1024],
  '2048': [4096, 16_384, 1024],
  '4096': [8192, 30_720, 1024],
  '8192': [16_384, 61_440, 4096],
  '16384': [32_768, 122_880, 8192],
}

/** Throws ClientException for a task definition that asks for Fargate and cannot run there. */
export function refuseUnfitForFargate(content: TaskDefinitionContent): void {
  const { requiresCompatibilities = [], networkMode, cpu, memory, containerDefinitions } = content
  if (!requiresCompatibilities.includes('FARGATE')) return
  if (networkMode !== 'awsvpc') throw clientError(quoted.fargateNetwork)
  if (cpu === undefined) throw clientError(quoted.fargateWithout('cpu'))
  if (memory === undefined) throw clientError(quoted.fargateWithout('memory'))
  const [from, to, step] = sizes[cpu] ?? [1, 0, 1]
  const amount = Number(memory)
  // 256 CPU units go with 512, 1024 and 2048 MiB, but not with 1536.
  const isSize = amount >= from && amount <= to && amount % step === 0 && !(cpu === '256' && amount === 1536)
  if (!isSize) throw clientError(quoted.fargateSize(cpu, memory))
  const logsToCloudWatch = containerDefinitions.some(
    ({ logConfiguration }) => logConfiguration?.logDriver === 'awslogs',
  )
  if (logsToCloudWatch && content['executionRoleArn'] === undefined)
    throw clientError(quoted.fargateLogsWithoutRole)
}
