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
export const formatHandle = (handle: Handle): string => JSON.stringify(handle)

/** Our own text, read again. */
export const readHandle = (text: string): Handle => JSON.parse(text)

/** What is deployed to, in words: `shop in eu-central-1`. */
export const subjectOf = (serviceName: string, region: string): string => `${serviceName} in ${region}`
