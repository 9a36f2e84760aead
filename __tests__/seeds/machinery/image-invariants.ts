import { isRead } from './around/network.ts'
import { ECR_HOST, PROVEN, UNKNOWN } from './around/private-registry.ts'
import { type Invariant, invariant, unless } from './invariant.ts'
import type { SeededRun } from './seeded-run.ts'

/** What may be said of an image: what ECR proves, and nothing that it does not. */
function refusesImage({ outcome: { verdict } }: SeededRun): boolean {
  const codes: readonly string[] = ['image-not-found', 'image-not-amd64', 'wrong-architecture']
  return verdict.result === 'refused' && codes.includes(verdict.reasonCode)
}

/** What is said and done about an image that is looked for in private ECR before anything is written. */
export const images: readonly Invariant[] = [
  invariant('an image is refused only where ECR proves that it cannot run', refusesImage, (run) =>
    unless(PROVEN.includes(kindOf(run)), `${run.outcome.verdict.reasonCode}, but ECR: ${kindOf(run)}`),
  ),
  ...PROVEN.map((kind) =>
    invariant<SeededRun>(
      `what cannot run is not written (ECR: ${kind})`,
      (run) => kindOf(run) === kind && run.calls.length > 0,
      ({ calls }) =>
        calls
          .filter(({ operation, input }) => !isRead(operation) && JSON.stringify(input)?.includes(ECR_HOST))
          .map(({ operation }) => `${operation} with an image that ECR says cannot run`),
    ),
  ),
  ...UNKNOWN.map((kind) =>
    invariant<SeededRun>(
      `nothing is said of an image of which nothing is known (ECR: ${kind})`,
      (run) => kindOf(run) === kind,
      ({ log }) =>
        log
          .filter(({ text }) => /^(?:notice|warning): .*(?:does not exist|is built for|of ECR)/.test(text))
          .map(({ text }) => `said: ${text}`),
    ),
  ),
  ...(['there', 'just pushed'] as const).map((kind) =>
    invariant<SeededRun>(
      `an image that is there is deployed (ECR: ${kind})`,
      (run) => kindOf(run) === kind,
      (run) => unless(!refusesImage(run), 'the image is there, and was refused'),
    ),
  ),
  invariant(
    'without the rules of caches what is missing is a notice',
    (run) =>
      kindOf(run) === 'rules denied' && run.log.some(({ text }) => text.includes('does not exist yet')),
    (run) => unless(!refusesImage(run), 'the rules of caches are not known, and the image was refused'),
  ),
]

function kindOf({ situation }: SeededRun) {
  return situation.registry.kind
}
