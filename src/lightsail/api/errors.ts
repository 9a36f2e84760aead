import { type ServiceErrors, toServiceError as toNamedError } from '../../aws/errors.ts'
import type { ServiceError } from '../../runtime/service-error.ts'

const queueUp = 'leave if-in-progress at wait, and give the workflow a concurrency group'
const laterOn = 'leave if-in-progress at wait, or run the job again in a few minutes'

/** docs/lightsail-facts.md §1.2 */
const byName: ServiceErrors['byName'] = {
  NotFoundException: {
    kind: 'not-found',
    reasonCode: 'service-missing',
    fix: 'check service-name and region',
  },
  RegionSetupInProgressException: { kind: 'conflict', reasonCode: 'region-setup', fix: laterOn },
  AccountSetupInProgressException: { kind: 'conflict', reasonCode: 'account-setup', fix: laterOn },
}

/** Texts that Lightsail puts into InvalidInputException (docs/lightsail-facts.md §2.4). */
const byText: ServiceErrors['byText'] = [
  [
    'Please wait for it to complete before trying again',
    { kind: 'conflict', reasonCode: 'deployment-in-progress', fix: queueUp },
  ],
  ['Please try again in a few minutes', { kind: 'conflict', reasonCode: 'service-busy', fix: queueUp }],
  [
    'maximum limit of Lightsail Container Services',
    {
      kind: 'rejected',
      reasonCode: 'service-quota',
      fix: 'delete a container service in this Region, or ask AWS Support for a higher quota (new accounts may start at 0)',
    },
  ],
  [
    'Maximum number of container service images has been reached',
    {
      kind: 'rejected',
      reasonCode: 'image-quota',
      fix: 'set keep-images: 20 to delete old images that no version uses, or delete some with aws lightsail delete-container-image',
    },
  ],
  [
    'DoesNotExist',
    { kind: 'not-found', reasonCode: 'service-missing', fix: 'check service-name and region' },
  ],
]

const errors: ServiceErrors = {
  actionPrefix: 'lightsail',
  byName,
  byText,
  rejectedFix: 'fix what Lightsail names, then run the job again',
}

/** Names what went wrong in a call. `clean` removes secrets and control characters from AWS's own text. */
export function toServiceError(
  operation: string,
  error: unknown,
  clean: (text: string) => string,
): ServiceError {
  return toNamedError(operation, error, { clean, errors })
}
