import { BlockList, isIP } from 'node:net'

/** Addresses that no public name resolves to (RFC 6890, RFC 6598): this machine, its network, cloud metadata. */
const internalIPv4 = [
  ['0.0.0.0', 8],
  ['10.0.0.0', 8],
  ['100.64.0.0', 10],
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['172.16.0.0', 12],
  ['192.0.0.0', 24],
  ['192.168.0.0', 16],
  ['198.18.0.0', 15],
  ['224.0.0.0', 4],
  ['240.0.0.0', 4],
] as const

const internalIPv6 = [
  ['::', 128],
  ['::1', 128],
  ['fc00::', 7],
  ['fe80::', 10],
  ['fec0::', 10],
  ['ff00::', 8],
] as const

/** IPv6 addresses that stand for an IPv4 address: mapped, compatible (RFC 4291) and translated (RFC 6052). */
const embedding = ['::ffff:', '::', '64:ff9b::']

/** The same as 6to4 (RFC 3056): `2002:` and the four bytes. */
function sixToFour(address: string): string {
  const [a = 0, b = 0, c = 0, d = 0] = address.split('.').map(Number)
  return `2002:${(a * 256 + b).toString(16)}:${(c * 256 + d).toString(16)}::`
}

let internal: BlockList | undefined

function internalAddresses(): BlockList {
  const list = new BlockList()
  for (const [address, prefix] of internalIPv4) {
    list.addSubnet(address, prefix)
    for (const before of embedding) list.addSubnet(`${before}${address}`, 96 + prefix, 'ipv6')
    list.addSubnet(sixToFour(address), 16 + prefix, 'ipv6')
  }
  for (const [address, prefix] of internalIPv6) list.addSubnet(address, prefix, 'ipv6')
  return list
}

/**
 * Why no connection is made to that IP address; `undefined` for a public one. For `HttpRequest.checkAddress`, so that it
 * sees what the name was resolved to.
 */
export function refusePrivateAddress(address: string): string | undefined {
  const [plain = ''] = address.split('%')
  const family = isIP(plain)
  if (family === 0) return 'not an IP address'
  internal ??= internalAddresses()
  return internal.check(plain, family === 6 ? 'ipv6' : 'ipv4') ? 'a private address' : undefined
}
