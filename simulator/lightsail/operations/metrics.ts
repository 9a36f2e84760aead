import { inferred, invalidInput } from '../errors.ts'
import { currentDeployment, settlesAt } from '../lifecycle.ts'
import { type Context, existingService, laggingView } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'

const GRANULARITY_SECONDS = 300

interface Datapoint {
  readonly average?: number
  readonly maximum?: number
  readonly minimum?: number
  readonly sampleCount?: number
  readonly sum?: number
  readonly timestamp: number
  readonly unit: 'Percent'
}

/**
 * Points of the current deployment only: those of the one before are gone when a new one is made (docs/lightsail-facts.md §1.5). The
 * values are made up, a slow wave around 6 % CPU and 38 % memory.
 */
export function getContainerServiceMetricData(
  input: Request<'GetContainerServiceMetricData'>,
  context: Context,
): { readonly metricName: string; readonly metricData: readonly Datapoint[] } {
  const view = laggingView(context)
  const { metricName, startTime, endTime, period, statistics } = input
  if (startTime > endTime) throw invalidInput(inferred.badTimeRange)
  const current = currentDeployment(existingService(view, input.serviceName), view.at)
  if (current === undefined) return { metricName, metricData: [] }
  const step = Math.max(GRANULARITY_SECONDS, Math.ceil(period / GRANULARITY_SECONDS) * GRANULARITY_SECONDS)
  const first = Math.ceil(Math.max(startTime, settlesAt(current) / 1000) / step) * step
  const last = Math.min(endTime, view.at / 1000)
  const count = Math.max(0, Math.floor((last - first) / step) + 1)
  const level = metricName === 'CPUUtilization' ? 6 : 38
  return {
    metricName,
    metricData: Array.from({ length: count }, (_, index) =>
      datapoint({ timestamp: first + index * step, level, samples: step / GRANULARITY_SECONDS, statistics }),
    ),
  }
}

function datapoint({
  timestamp,
  level,
  samples,
  statistics,
}: {
  timestamp: number
  level: number
  samples: number
  statistics: readonly string[]
}): Datapoint {
  const average = level + Math.round(Math.sin(timestamp / 7200) * 200) / 100
  return {
    ...(statistics.includes('Average') && { average }),
    ...(statistics.includes('Maximum') && { maximum: average + 1 }),
    ...(statistics.includes('Minimum') && { minimum: average - 1 }),
    ...(statistics.includes('SampleCount') && { sampleCount: samples }),
    ...(statistics.includes('Sum') && { sum: average * samples }),
    timestamp,
    unit: 'Percent',
  }
}
