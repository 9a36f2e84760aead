import type { ReadPage } from '../../diagnosis/log-reader.ts'

/** Where a container's lines are kept in CloudWatch Logs. */
export interface LogStream {
  readonly group: string
  /** `prefix/container/task-id`. */
  readonly stream: string
}

/** CloudWatch Logs of one Region. Throws only `ServiceError`. */
export interface LogsApi {
  /** Gives one page of a stream, oldest line first; an empty one if the stream is not there (yet). */
  readStream(stream: LogStream, query: Parameters<ReadPage>[0]): ReturnType<ReadPage>
  close(): void
}

/** Opens CloudWatch Logs of a Region; its client is loaded only then. */
export type OpenLogs = (region: string) => Promise<LogsApi>
