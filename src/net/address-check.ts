import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { NetworkError } from './http.ts'

type Check = (address: string) => string | undefined

/** Why the address that a URL itself is written with is refused; a name is looked at when it was resolved. */
export const refusalOf = ({ hostname }: URL, check: Check | undefined): string | undefined => {
  const address = hostname.replace(/^\[(.*)\]$/, '$1')
  return isIP(address) === 0 ? undefined : check?.(address)
}

/** Resolves names, and gives only addresses that are not refused: what is connected to is what was looked at. */
export const checkedLookup =
  (check: Check): LookupFunction =>
  (hostname, options, callback) =>
    lookup(hostname, { ...options, all: true }, (error, addresses) => {
      if (error) return callback(error, '')
      let refusal: string | undefined
      const good = addresses.filter(({ address }) => {
        const why = check(address)
        refusal ??= why
        return why === undefined
      })
      const [first] = good
      if (!first) return callback(new NetworkError('blocked', refusal ?? `${hostname} has no address`), '')
      if (options.all) callback(null, good)
      else callback(null, first.address, first.family)
    })
