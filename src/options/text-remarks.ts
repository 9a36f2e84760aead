import { unexpandedPart } from '../inputs/placeholders.ts'
import type { InputTexts } from '../inputs/read-inputs.ts'
import { looksLikeSeveral } from '../inputs/several-variables.ts'
import type { Remarks } from '../inputs/variable-remarks.ts'

/** Warnings about placeholders in texts that are taken as written. */
export function textRemarks<Name extends string>(
  texts: InputTexts<Name | 'tags'>,
  taken: readonly Name[],
): Remarks {
  return {
    warnings: taken.flatMap((input) => {
      const part = unexpandedPart(texts[input] ?? '')
      return part === undefined ? [] : [`${input}: nothing expands or replaces ${part} in it`]
    }),
    notices: (texts.tags ?? '').split('\n').flatMap((line, index) => {
      const [key = '', ...value] = line.trim().split('=')
      return looksLikeSeveral(key, value.join('='))
        ? [`tags: line ${index + 1} looks like several tags on one line; write one per line`]
        : []
    }),
  }
}
