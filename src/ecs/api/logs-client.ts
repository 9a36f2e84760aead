import {
  CloudWatchLogsClient,
  type CloudWatchLogsClientConfig,
  GetLogEventsCommand,
} from '@aws-sdk/client-cloudwatch-logs'
import { type ApiOptions, watchClient } from '../../aws/client.ts'
import { type ServiceErrors, toServiceError } from '../../aws/errors.ts'
import { ServiceError } from '../../runtime/service-error.ts'
import type { LogsApi } from './logs-api.ts'

/** An answer holds at most so many lines, and 1 MiB of text (docs/ecs-facts.md §2c). */
const MAX_EVENTS = 10_000
const FULL_BYTES = 900_000

/** Lines are worth less than the status of the rollout, which waits for them. Milliseconds. */
const LOG_ANSWER_MS = 5_000

const errors: ServiceErrors = {
  actionPrefix: 'logs',
  byName: {
    ResourceNotFoundException: {
      kind: 'not-found',
      reasonCode: 'rejected',
      fix: 'check awslogs-group and awslogs-region in logConfiguration of the task definition',
    },
    ServiceUnavailableException: {
      kind: 'no-response',
      reasonCode: 'no-answer',
      fix: 'run the job again, or look at the log in the console',
    },
  },
  byText: [],
  rejectedFix: 'look at the log in the console',
}

/** The client of CloudWatch Logs; the only file that uses the SDK's values for it. */
export function createLogsApi({
  settings,
  clean,
  ...world
}: ApiOptions<CloudWatchLogsClientConfig>): LogsApi {
  const client = new CloudWatchLogsClient(settings)
  const toError = (operation: string, error: unknown) => toServiceError(operation, error, { clean, errors })
  const { reading, naming } = watchClient(client, { ...world, toError })
  return {
    readStream: async ({ group, stream }, { since, page, fromEnd }) => {
      const command = new GetLogEventsCommand({
        ...{ logGroupName: group, logStreamName: stream, startTime: since, startFromHead: !fromEnd },
        ...(page !== undefined && { nextToken: page }),
      })
      const call = client.send(command, { ...reading, requestTimeout: LOG_ANSWER_MS })
      const answer = await naming('GetLogEvents', call).catch(ifNoStream)
      const events = (answer?.events ?? []).map(({ timestamp = 0, message = '' }) => ({
        at: timestamp,
        message,
      }))
      // A token always comes back: it leads on only from a full page.
      const bytes = events.reduce((sum, { message }) => sum + message.length, 0)
      const isFull = events.length >= MAX_EVENTS || bytes >= FULL_BYTES
      return { events, nextPage: isFull && !fromEnd ? answer?.nextForwardToken : undefined }
    },
    close: () => client.destroy(),
  }
}

/** A stream begins with the container's first line: that there is none says nothing. */
function ifNoStream(failure: unknown): undefined {
  if (failure instanceof ServiceError && /log stream does not exist/i.test(failure.message)) return undefined
  throw failure
}
