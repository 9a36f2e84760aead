import type { Target, TargetTypes } from '../rollout/contract/target.ts'
import type { Log } from '../runtime/log.ts'
import type { ServiceEndpoint } from './endpoint.ts'

/**
 * Says where a run deploys if that is not AWS: a log line once the first request was sent, and a row of summary and comment. Plain
 * HTTP to another machine is a warning, as environment values travel in clear text.
 */
export function withEndpointNotice<T extends TargetTypes>(
  target: Target<T>,
  { api, log }: { api: { endpoint(): Promise<ServiceEndpoint> }; log: Log },
): Target<T> {
  let address: string | undefined
  void api.endpoint().then((endpoint) => {
    if (endpoint.isAws) return
    address = endpoint.address
    if (endpoint.isInTheClear)
      log.warning(
        `the endpoint is ${address}, which is not AWS, and uses plain http: environment values can be read in transit`,
      )
    else log.line(`The endpoint is ${address}, which is not AWS`)
  })
  return {
    ...target,
    summarize: (history, verdict, elapsedMs) => {
      const summary = target.summarize(history, verdict, elapsedMs)
      return address === undefined
        ? summary
        : {
            ...summary,
            rows: [...summary.rows, ['Endpoint', `${address.replace(/^\w+:\/\//, '')} (not AWS)`]],
          }
    },
  }
}
