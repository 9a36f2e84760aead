import { appCauses } from './app.ts'
import type { CauseRow } from './cause-row.ts'
import { imageCauses } from './images.ts'
import { placementCauses } from './placement.ts'
import { startCauses } from './start.ts'
import { otherCauses } from './surroundings.ts'

/** Every cause, the surest first: of several that hold for one task the first is told. */
export const causeTable: readonly CauseRow[] = [
  ...imageCauses,
  ...startCauses,
  ...appCauses,
  ...placementCauses,
  ...otherCauses,
]
