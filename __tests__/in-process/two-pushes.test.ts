import { describe, expect, test } from '@jest/globals'
import { currentDeployment, tagsAt } from '../../simulator/lightsail/lifecycle.ts'
import { tagKeys } from '../../src/source/resource-tags.ts'
import type { RunSource } from '../../src/source/run-source.ts'
import { type Runner, type SideBySide, setSideBySide } from './side-by-side.ts'

/** Two pushes whose runs meet at the same service, in every possible order: the newer one serves in the end. */

const deploy = 'CreateContainerServiceDeployment'
const look = 'GetContainerServices'
const [older, newer] = ['1', '2'].map((digit) => digit.repeat(40)) as [string, string]
const relations = { [`${older}...${newer}`]: 'ahead', [`${newer}...${older}`]: 'behind' } as const

function push(sha: string, hold?: Runner['hold']): Runner {
  const runSource: RunSource = {
    repository: { owner: 'acme', repo: 'shop' },
    sha,
    run: { id: sha === older ? 43 : 44 },
    event: 'push',
    pullRequest: undefined,
    problem: undefined,
  }
  return { runSource, inputs: { image: `ghcr.io/acme/shop:${sha}`, push: 'false' }, ...(hold && { hold }) }
}

/** Resolves when `open` is called. */
function gate() {
  let open: () => void = () => undefined
  const opened = new Promise<void>((resolve) => {
    open = resolve
  })
  return { open, opened }
}

function serving({ account }: SideBySide) {
  const service = account.records.services[0]
  const current = service && currentDeployment(service, account.now())
  const tags = Object.fromEntries(
    (service ? tagsAt(service.tagChanges, account.now()) : []).map(({ key, value }) => [key, value]),
  )
  return {
    image: current?.containers['app']?.image,
    commit: tags[tagKeys.commit],
    isOfServing: tags[tagKeys.version] === String(current?.version),
  }
}
const theNewer = { image: `ghcr.io/acme/shop:${newer}`, commit: newer, isOfServing: true }

describe('two pushes at once', () => {
  test('the older one looks, the newer one deploys and is through, the older one writes: the newer one is put back', async () => {
    const stage = await setSideBySide({ scenario: 'update', relations })
    const arrived = gate()
    const second = arrived.opened.then(() => stage.start(push(newer)))
    const first = stage.start(
      push(older, (operation) => {
        if (operation !== deploy) return undefined
        arrived.open()
        return second
      }),
    )
    const [one, other] = await stage.until(Promise.all([first, second]))
    expect(other.verdict).toMatchObject({ result: 'success' })
    expect(one.verdict).toMatchObject({ result: 'rolled-back', reasonCode: 'older-commit' })
    expect(serving(stage)).toEqual(theNewer)
  })

  test('the older one looks, and writes while the newer one is in progress: it waits, and is refused', async () => {
    const stage = await setSideBySide({ scenario: 'update', relations })
    const [arrived, sent] = [gate(), gate()]
    const second = arrived.opened.then(() =>
      stage.start(
        push(newer, (operation) => {
          if (operation === 'TagResource') sent.open()
          return undefined
        }),
      ),
    )
    const first = stage.start(
      push(older, (operation) => {
        if (operation !== deploy) return undefined
        arrived.open()
        return sent.opened
      }),
    )
    const [one, other] = await stage.until(Promise.all([first, second]))
    expect(other.verdict).toMatchObject({ result: 'success' })
    expect(one.verdict).toMatchObject({ result: 'refused', reasonCode: 'older-commit' })
    expect(serving(stage)).toEqual(theNewer)
  })

  test('the older one writes first, and the newer one while it is in progress: both succeed, one after the other', async () => {
    const stage = await setSideBySide({ scenario: 'update', relations })
    const accepted = gate()
    let looks = 0
    const first = stage.start(
      push(older, (operation) => {
        // Its first look after its write.
        if (operation === look && ++looks === 2) accepted.open()
        return undefined
      }),
    )
    const second = stage.start(
      push(newer, (operation) => (operation === deploy ? accepted.opened : undefined)),
    )
    const [one, other] = await stage.until(Promise.all([first, second]))
    expect(one.verdict).toMatchObject({ result: 'success' })
    expect(other.verdict).toMatchObject({ result: 'success' })
    expect(serving(stage)).toEqual(theNewer)
  })

  test('the older one ends before the newer one writes: both succeed', async () => {
    const stage = await setSideBySide({ scenario: 'update', relations })
    const first = stage.start(push(older))
    const second = stage.start(push(newer, (operation) => (operation === deploy ? first : undefined)))
    const [one, other] = await stage.until(Promise.all([first, second]))
    expect([one.verdict.result, other.verdict.result]).toEqual(['success', 'success'])
    expect(serving(stage)).toEqual(theNewer)
  })

  test('the older one looks only when the newer one is through: refused', async () => {
    const stage = await setSideBySide({ scenario: 'update', relations })
    const second = stage.start(push(newer))
    const first = stage.start(push(older, (operation) => (operation === look ? second : undefined)))
    const [one, other] = await stage.until(Promise.all([first, second]))
    expect(other.verdict).toMatchObject({ result: 'success' })
    expect(one.verdict).toMatchObject({ result: 'refused', reasonCode: 'older-commit' })
    expect(serving(stage)).toEqual(theNewer)
  })
})
