import { lookup } from 'node:dns'
import { isIP, type LookupFunction } from 'node:net'
import { NetworkError } from './http.ts'

type Check = (address: string) => string | undefined

/**
 * Resolves names to allowed addresses only, so that the address that was checked is the one that is connected to. Throws a
 * `NetworkError` if a URL itself contains a refused address.
 */
export function lookupFor(url: URL, check: Check): LookupFunction {
  const written = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const refusal = isIP(written) === 0 ? undefined : check(written)
  if (refusal !== undefined) throw new NetworkError('blocked', refusal)
  return (hostname, options, callback) =>
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
}
