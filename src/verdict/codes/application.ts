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
    meaning: 'The app listens on a different port than traffic is sent to.',
    fix: 'Fix the port, or make the app listen on it.',
  },
  'listens-on-localhost': {
    meaning: 'The app listens only on 127.0.0.1, which cannot be reached from outside the container.',
    fix: 'Make it listen on 0.0.0.0.',
  },
  'health-check-failed': {
    meaning: 'The health check gets a status that does not count as healthy, or no answer in time.',
    fix: "Fix the health check's path, status codes or timeout, or the app.",
  },
  'starts-too-slowly': {
    meaning: 'The app listens on the right port, but only after the health check gave up.',
    fix: 'Give the health check more time, or make the app start faster.',
  },
  'start-timeout': {
    meaning: 'The containers did not become healthy in time, and their log does not show why.',
    fix: 'Make the app log its startup; the error lists the most likely checks.',
  },
  'app-crashed': { meaning: 'The app crashed.', fix: 'Fix what its last log lines show.' },
  'missing-variable': {
    meaning:
      'The app stopped because an environment variable is missing; the error names it if the log does.',
    fix: 'Add it to `environment-variables`.',
  },
  'out-of-memory': {
    meaning: 'The app ran out of memory.',
    fix: 'Give it more memory, or make it use less.',
  },
  'wrong-architecture': {
    meaning:
      'The image is not built for the CPU that it should run on: linux/amd64, unless another is configured.',
    fix: 'Build it with `docker build --platform linux/amd64`.',
  },
}
