import { refusePrivateAddress } from '../../net/private-address.ts'
import type { UrlProbe } from '../../rollout/url/verify-url.ts'
import type { Request } from '../inputs/request-types.ts'

/** Where to probe what was deployed: ECS has no URL, so it is on `url`, or at one of its own. */
export function probeOf({ verification, url = '' }: Request, clean: UrlProbe['clean']): UrlProbe | undefined {
  if (verification === undefined) return undefined
  const { at, statusCodes, windowMs, body: wanted } = verification
  const path = at.kind === 'path' ? at.text : ''
  const onUrl = path === '' ? url : `${url.replace(/\/$/, '')}/${path.replace(/^\//, '')}`
  return {
    site: { asked: at.kind === 'url' ? at.text : onUrl, own: url, domainNames: [] },
    ...{ statusCodes, windowMs, wanted, clean },
    refuseAddress: refusePrivateAddress,
    // ECS ends a rollout once the old tasks have gone.
    settleMs: 0,
  }
}
