import type { Environment } from '../inputs/read-inputs.ts'
import type { InputSource } from '../inputs/source.ts'

/** The Region that is written, or that the job's environment names; '' is an issue. */
export function parseRegion(environment: Environment, { texts, issues }: InputSource<'region'>): string {
  const region = (texts.region || environment['AWS_REGION'] || environment['AWS_DEFAULT_REGION'] || '').trim()
  if (!/^[a-z0-9-]+$/.test(region)) {
    const message =
      region === '' ? 'is missing, and neither is AWS_REGION set' : `"${region}" is not a Region's name`
    issues.add({ input: 'region', message: `${message}; write for example eu-central-1` })
  }
  return region
}
