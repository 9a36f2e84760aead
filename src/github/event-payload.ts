import { context } from '@actions/github'

/**
 * What GitHub tells about the event. To import this is to read the file of GITHUB_EVENT_PATH, and fails if that holds no JSON:
 * only by `import()`, from `runner.ts`.
 */
export const eventPayload: unknown = context.payload
