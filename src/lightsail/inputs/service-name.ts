import { printedNothing } from '../../inputs/placeholders.ts'
import { limits, validateName } from '../model/constraints.ts'
import type { InputSource } from './names.ts'

/** Said when the input and the service file are about different services. */
export function nameConflictNotice(input: string | undefined, inFile: string | undefined): string[] {
  return input === undefined || inFile === undefined || input === inFile
    ? []
    : [`the service file is for "${inFile}"; the input service-name wins: "${input}"`]
}

/** A name in a file counts only without the input; one in a file that cannot be read is not known to be missing. */
export function parseServiceName(
  { texts, issues }: InputSource,
  { inFile, isFileRead }: { inFile: string | undefined; isFileRead: boolean },
): string | undefined {
  const input = 'service-name'
  const name = texts[input]?.trim() ?? inFile
  if (name === undefined) {
    if (isFileRead) issues.add({ input, message: 'is required, but it is blank or missing' })
    return undefined
  }
  const fault = printedNothing(name) ?? validateName(name, limits.serviceName)
  if (fault !== undefined) issues.add({ input, message: fault })
  return name
}
