import { type CodeEntry, type CodeText, causes } from '../code-entry.ts'

/** What the log of a container shows of the application in it. */
export const applicationCodes = {
  'wrong-port': { results: causes },
  'listens-on-localhost': { results: causes },
  'health-check-failed': { results: causes },
  'starts-too-slowly': { results: causes },
  'start-timeout': { results: causes },
  'app-crashed': { results: causes },
  'missing-variable': { results: causes },
  'out-of-memory': { results: causes },
  'wrong-architecture': { results: ['refused', ...causes] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const applicationTexts: Readonly<Record<keyof typeof applicationCodes, CodeText>> = {
  'wrong-port': {
    meaning: 'The app listens on another port than traffic is sent to.',
    fix: 'Correct the port, or have the app listen on it.',
  },
  'listens-on-localhost': {
    meaning: 'The app listens on 127.0.0.1 only, which nothing outside its container reaches.',
    fix: 'Have it listen on 0.0.0.0.',
  },
  'health-check-failed': {
    meaning: 'The health check gets a status that does not count as healthy, or no answer in time.',
    fix: 'Correct the path, the statuses or the time-out of the health check, or the app.',
  },
  'starts-too-slowly': {
    meaning: 'The app listens on the right port, but later than the health check waits.',
    fix: 'Give the health check more time, or start faster.',
  },
  'start-timeout': {
    meaning: 'The containers did not become healthy in time, and their log does not say why.',
    fix: 'Have the app log what it does as it starts; the error holds the likeliest checks.',
  },
  'app-crashed': { meaning: 'The app ended with an error.', fix: 'Correct what its last lines say.' },
  'missing-variable': {
    meaning: 'The app ended because an environment variable is missing; the error names it if the log does.',
    fix: 'Add it to `environment-variables`.',
  },
  'out-of-memory': {
    meaning: 'The app ran out of memory.',
    fix: 'Give it more memory, or have it use less.',
  },
  'wrong-architecture': {
    meaning:
      'The image is not built for the CPU that it shall run on: linux/amd64, unless another is asked for.',
    fix: 'Build it with `docker build --platform linux/amd64`.',
  },
}
