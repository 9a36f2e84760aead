import type { Environment } from '../inputs/read-inputs.ts'
import type { InputSource } from '../inputs/source.ts'

/** The Region that is written, or that the job's environment names; '' is an issue. */
export function parseRegion(environment: Environment, { texts, issues }: InputSource<'region'>): string {
  const region = (texts.region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || '').trim()
  if (!/^[a-z0-9-]+$/.test(region)) {
    const message =
      region === '' ? 'is not set, and neither is AWS_REGION' : `"${region}" is not the name of a Region`
    issues.add({ input: 'region', message: `${message}; set it to a Region such as eu-central-1` })
  }
  return region
}
