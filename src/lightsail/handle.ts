/** Identifies the service and deployment of a run for its post step. */
export interface Handle {
  readonly serviceName: string
  readonly region: string
  /** Of the service that what was started belongs to; '' if it was not known. */
  readonly arn?: string
  /** Of the deployment that was started. */
  readonly version?: number
}

/** The text for the saved state; only this file reads it. */
export function formatHandle(handle: Handle): string {
  return JSON.stringify(handle)
}

/** Our own text, read again. */
export function readHandle(text: string): Handle {
  return JSON.parse(text)
}

/** What is deployed to, in words: `shop in eu-central-1`. */
export function subjectOf(serviceName: string, region: string): string {
  return `${serviceName} in ${region}`
}
