import { createHash } from 'node:crypto'
import type { AccountRecords } from './records.ts'

/** Hex digits that depend on seed, kind and count only. */
function hexDigits(account: AccountRecords, kind: string): string {
  const turn = (account.counters.get(kind) ?? 0) + 1
  account.counters.set(kind, turn)
  return createHash('sha256').update(`${account.seed}/${account.region}/${kind}/${turn}`).digest('hex')
}

/** The account's next uuid of a kind (service, certificate, operation, request). */
export function nextUuid(account: AccountRecords, kind: string): string {
  const hex = hexDigits(account, kind)
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-a${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** The account's next long token of a kind, upper-case letters and digits. */
export function nextToken(account: AccountRecords, kind: string): string {
  return BigInt(`0x${hexDigits(account, kind)}`)
    .toString(36)
    .toUpperCase()
}

/** The 13 characters in every default domain of one account and Region (docs/lightsail-facts.md §1.4). */
export function domainId(account: AccountRecords): string {
  const hex = createHash('sha256').update(`${account.id}/${account.region}`).digest('hex')
  return BigInt(`0x${hex}`).toString(36).slice(0, 13)
}
