import type { Account } from '../../simulator/account.ts'
import { publicAnswer } from '../../simulator/serving.ts'
import { leaky } from './canaries.ts'
import type { Inputs } from './drawn-inputs.ts'
import type { Chance } from './seeded.ts'
import type { Timeline } from './timeline.ts'

/** What goes wrong between a visitor and the service's public URL. */
export interface Web {
  readonly kind: 'fine' | 'flaky' | 'broken' | 'slow' | 'moved' | 'in-circles'
  readonly sentence: string
}

export const drawWeb = (chance: Chance): Web => {
  const kind = chance.one(['fine', 'fine', 'fine', 'flaky', 'broken', 'slow', 'moved', 'in-circles'])
  return { kind, sentence: kind }
}

/** The public web: the service's URL and any other show what serves; the app prints its environment where it can. */
export const browse =
  ({
    timeline,
    chance,
    account,
    inputs,
    serviceName,
    web,
  }: {
    timeline: Timeline
    chance: Chance
    account: Account
    inputs: Inputs
    serviceName: string
    web: Web
  }) =>
  async (url: string, { signal }: RequestInit): Promise<Response> => {
    const value = leaky(inputs)
    const isStruck = web.kind === 'flaky' ? chance.percent(40) : web.kind !== 'fine'
    const ms = web.kind === 'slow' ? chance.whole(1_000, 15_000) : chance.whole(10, 300)
    await timeline.sleep(ms, signal ?? undefined)
    if (signal?.aborted) throw signal.reason
    if (isStruck && (web.kind === 'broken' || (web.kind === 'flaky' && chance.percent(50)))) {
      throw new TypeError('fetch failed', { cause: new Error('getaddrinfo ENOTFOUND shop.example.com') })
    }
    if (isStruck && web.kind === 'flaky') return new Response(`Bad gateway: ${value}`, { status: 502 })
    const location = web.kind === 'in-circles' ? url : `${url.replace(/\?.*/, '')}?token=${value}`
    if (web.kind === 'in-circles' || (web.kind === 'moved' && !url.includes('?')))
      return new Response('', { status: 302, headers: { location } })
    const { records, switches } = account
    const { status, contentType, body } = publicAnswer(serviceName, {
      records,
      at: timeline.now(),
      switches,
    })
    const text = `${value}\n${body}`
    return new Response(text, { status, headers: { 'content-type': contentType, server: value } })
  }
