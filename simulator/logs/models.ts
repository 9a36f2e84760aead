/** Generated out of the schemas of @aws-sdk/client-cloudwatch-logs by scripts/docs.js: what it means stands in wire/request-check.ts. */
export const requestModels = {
  GetLogEventsRequest:
    'logStreamName! logGroupName logGroupIdentifier startTime:integer endTime:integer nextToken limit:integer startFromHead:boolean unmask:boolean',
} as const
