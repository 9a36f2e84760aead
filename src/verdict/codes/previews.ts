import type { CodeEntry, CodeText } from '../code-entry.ts'

/** Services of pull requests. */
export const previewCodes = {
  'nothing-to-clean-up': { results: ['reported'] },
  'previews-deleted': { results: ['deleted'] },
  'cleanup-incomplete': { results: ['refused'] },
  'preview-not-wanted': { results: ['unchanged', 'planned'] },
  'pull-request-closed': { results: ['unchanged', 'planned'] },
  'pull-request-open': { results: ['unchanged', 'planned'] },
  'preview-limit': { results: ['refused'] },
  'preview-name-taken': { results: ['refused'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const previewTexts: Readonly<Record<keyof typeof previewCodes, CodeText>> = {
  'nothing-to-clean-up': { meaning: 'No preview is closed or expired.' },
  'previews-deleted': { meaning: 'The previews that were due are deleted.' },
  'cleanup-incomplete': {
    meaning: 'Some previews are deleted, others could not be.',
    fix: 'Fix what the error says about each, then run again.',
  },
  'preview-not-wanted': {
    meaning: 'The pull request does not have the label, or the event was about another label.',
  },
  'pull-request-closed': { meaning: "The pull request was closed after this run's event." },
  'pull-request-open': { meaning: "The pull request was reopened after this run's event." },
  'preview-limit': {
    meaning: 'There are already as many previews as `preview-limit` allows.',
    fix: 'Raise `preview-limit`, or close a pull request.',
  },
  'preview-name-taken': {
    meaning: "A service has the preview's name but not its tags.",
    fix: 'Choose another `service-name`, or delete that service.',
  },
}
