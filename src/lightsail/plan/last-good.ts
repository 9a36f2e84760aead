import { imagesOf, isStoredImage } from '../model/deployment.ts'
import type { Deployment, StoredImage } from '../model/service.ts'
import { failedTwin, isSameContent } from '../order/failed-versions.ts'

/** The version to go back to, and why newer ones are passed over. */
export interface LastGood {
  readonly found: Deployment | undefined
  /** One sentence for all of them; `undefined` if none was passed over. */
  readonly skipped: string | undefined
}

/** The stored images that a version needs and the service no longer has. */
export function goneImages({ spec }: Pick<Deployment, 'spec'>, stored: readonly StoredImage[]): string[] {
  return imagesOf(spec).filter((image) => isStoredImage(image) && !isStill(image, stored))
}

/** `:service.label.latest` is there as long as any image of the label is. */
function isStill(image: string, images: readonly StoredImage[]): boolean {
  return images.some(({ name }) => name === image || name.replace(/\d+$/, 'latest') === image)
}

/**
 * The newest version below the one that serves (or of all, if nothing serves) that once was good, and is known neither
 * as bad nor as no way back. Versions that FAILED say that themselves and are not named.
 */
export function findLastGood({
  serving,
  history,
  bad,
  leavesReplaced,
  stored,
}: {
  serving: Pick<Deployment, 'version' | 'spec'> | undefined
  /** Newest version first. */
  history: readonly Deployment[]
  /** Versions that failed their URL check. */
  bad: readonly number[]
  /** What the serving version replaced with an earlier content was left on purpose: a second rollback goes further back. */
  leavesReplaced: boolean
  /** The stored images that are still there; `undefined` asks for none. */
  stored?: readonly StoredImage[] | undefined
}): LastGood {
  const below = serving?.version ?? Number.POSITIVE_INFINITY
  const earlier = history.filter(
    ({ version, state }) => version < below && (state === 'INACTIVE' || state === 'ACTIVE'),
  )
  const twin = serving && earlier.find(({ spec }) => isSameContent(spec, serving.spec))
  const passedOver: string[] = []
  for (const deployment of earlier) {
    const { version, spec } = deployment
    const why = () => {
      const marked = failedTwin(deployment, bad, history)
      if (marked === version) return 'it failed its URL check'
      if (serving && isSameContent(spec, serving.spec)) return 'its content already serves'
      if (marked !== undefined) return `it has the content of version ${marked}, which failed its URL check`
      if (leavesReplaced && twin && version > twin.version)
        return `version ${serving?.version} replaced it with the content of version ${twin.version}`
      const gone = stored ? goneImages(deployment, stored) : []
      return gone.length > 0 ? `${gone.join(', ')} is no longer stored` : undefined
    }
    const reason = why()
    if (reason === undefined) return { found: deployment, skipped: sentenceOf(passedOver) }
    passedOver.push(`version ${version} (${reason})`)
  }
  return { found: undefined, skipped: sentenceOf(passedOver) }
}

/** So many are named. */
const MAX_NAMED = 8

function sentenceOf(passedOver: readonly string[]): string | undefined {
  if (passedOver.length === 0) return undefined
  const rest = passedOver.length - MAX_NAMED
  const named = passedOver.slice(0, MAX_NAMED).join(', ')
  return `skipped ${named}${rest > 0 ? ` and ${rest} more` : ''}`
}
