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
      "The registry does not have this image or tag; or the image should be pushed, but the job's container engine does not have it.",
    fix: 'Push or build it before this step, or fix the tag.',
  },
  'image-denied': {
    meaning:
      'The image does not exist or is not public: [the registry requires a login](docs/reference/image-check.md).',
    fix: 'Make it public, or keep it where the service can pull it.',
  },
  'image-not-amd64': {
    meaning: 'The image is not built for linux/amd64.',
    fix: 'Build it with `docker build --platform linux/amd64`.',
  },
  'image-unreadable': {
    meaning: 'The archive is missing or damaged, or contains no image or several.',
    fix: 'Write it with `docker save`, or `docker buildx build --output type=oci`.',
  },
  'image-label-ambiguous': {
    meaning: '`image-label` is set, and several images are to be pushed.',
    fix: 'Leave `image-label` blank.',
  },
  'image-quota': {
    meaning: 'The service already stores the maximum number of images.',
    fix: 'Set `keep-images`, or delete some.',
  },
  'push-failed': {
    meaning: 'The registry or the container engine rejected the image; the reason says why.',
    fix: 'Fix what the reason says, or run the job again.',
  },
  'push-forbidden': {
    meaning: 'The registry answers 403; after years without a push, updating the service helps.',
    fix: 'Update the service once, for example by adding a tag, then run again.',
  },
  'push-timed-out': {
    meaning: 'The push did not finish within `wait-for-minutes`.',
    fix: 'Raise `wait-for-minutes`.',
  },
}
