import { type CodeEntry, type CodeText, causes } from '../code-entry.ts'

/** Images: the check before a deployment, and pushing them from the job. */
export const imageCodes = {
  'image-not-found': { results: ['refused', ...causes] },
  'image-denied': { results: ['refused', ...causes] },
  'image-not-amd64': { results: ['refused'] },
  'image-unreadable': { results: ['refused'] },
  'image-label-ambiguous': { results: ['refused'] },
  'image-quota': { results: ['refused'] },
  'push-failed': { results: ['refused', 'unknown'] },
  'push-forbidden': { results: ['refused'] },
  'push-timed-out': { results: ['refused'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const imageTexts: Readonly<Record<keyof typeof imageCodes, CodeText>> = {
  'image-not-found': {
    meaning:
      "The registry of the image has no such tag; or it was to be pushed, and the job's engine does not have it.",
    fix: 'Push or build it before this step, or correct the tag.',
  },
  'image-denied': {
    meaning:
      'The image is not there, or not public: [the registry gives it to nobody without a login](docs/reference/image-check.md).',
    fix: 'Make it public, or keep it where the service may pull from.',
  },
  'image-not-amd64': {
    meaning: 'The image is not built for linux/amd64.',
    fix: 'Build it with `docker build --platform linux/amd64`.',
  },
  'image-unreadable': {
    meaning: 'The archive is missing, damaged, or holds no image or several.',
    fix: 'Write it with `docker save`, or `docker buildx build --output type=oci`.',
  },
  'image-label-ambiguous': {
    meaning: '`image-label` is set, and several images are to be pushed.',
    fix: 'Leave `image-label` blank.',
  },
  'image-quota': {
    meaning: 'The service stores as many images as it may.',
    fix: 'Set `keep-images`, or delete some.',
  },
  'push-failed': {
    meaning: 'The registry or the engine did not take the image; the reason says why.',
    fix: 'Correct what the reason says, or run the job again.',
  },
  'push-forbidden': {
    meaning: 'The registry answers 403; after years without a push an update of the service helps.',
    fix: 'Update the service once, such as by a tag, and run again.',
  },
  'push-timed-out': {
    meaning: 'The push was not done within `wait-for-minutes`.',
    fix: 'Raise `wait-for-minutes`.',
  },
}
