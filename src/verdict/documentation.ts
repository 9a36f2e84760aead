import { type CodeText, causes } from './code-entry.ts'
import { applicationCodes, applicationTexts } from './codes/application.ts'
import { callCodes, callTexts } from './codes/calls.ts'
import { ecsCodes, ecsTexts } from './codes/ecs.ts'
import { ecsCauseCodes, ecsCauseTexts } from './codes/ecs-causes.ts'
import { imageCodes, imageTexts } from './codes/images.ts'
import { lightsailCodes, lightsailTexts } from './codes/lightsail.ts'
import { previewCodes, previewTexts } from './codes/previews.ts'
import { rolloutCodes, rolloutTexts } from './codes/rollout.ts'
import type { ReasonCode } from './reason-codes.ts'

export { resultTexts } from './result-texts.ts'

/** What the documents say of each code. No run loads it. */
export const codeTexts: Readonly<Record<ReasonCode, CodeText>> = {
  ...rolloutTexts,
  ...callTexts,
  ...applicationTexts,
  ...imageTexts,
  ...lightsailTexts,
  ...previewTexts,
  ...ecsTexts,
  ...ecsCauseTexts,
}

/** A code that a target uses for fewer results than another. */
const refusedOnly = { results: ['refused'] } as const

/** The codes that a run of each target can end with, in the order in which they are documented. */
export const codesByTarget = {
  lightsail: {
    ...rolloutCodes,
    ...callCodes,
    ...applicationCodes,
    ...lightsailCodes,
    ...imageCodes,
    ...previewCodes,
    'image-not-found': refusedOnly,
    'image-denied': refusedOnly,
  },
  ecs: {
    ...rolloutCodes,
    ...callCodes,
    ...applicationCodes,
    ...ecsCodes,
    'image-not-found': imageCodes['image-not-found'],
    // Tasks may have a login of their own, so that the check of the image cannot tell.
    'image-denied': { results: causes },
    ...ecsCauseCodes,
  },
} as const
