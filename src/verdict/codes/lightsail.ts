import { type CodeEntry, type CodeText, causes, failed } from '../code-entry.ts'

/** What only a container service of Lightsail can end with. */
export const lightsailCodes = {
  'image-not-pulled': { results: causes },
  'deployment-failed': { results: failed, cause: 'replaces' },
  'service-creation-failed': { results: ['failed-nothing-serving', 'refused'] },
  'certificate-limit': { results: ['failed-nothing-serving', 'refused'] },
  'service-disabled': { results: ['failed-nothing-serving', 'refused'] },
  'service-quota': { results: ['refused'] },
  'service-pending': { results: ['refused'] },
  'service-updating': { results: ['refused'] },
  'service-busy': { results: ['refused'] },
  'ecr-role-pending': { results: ['refused'] },
  'certificate-missing': { results: ['refused'] },
  'certificate-not-issued': { results: ['refused'] },
  'certificate-does-not-cover': { results: ['refused'] },
  'too-many-domains': { results: ['refused'] },
  'cost-limit-exceeded': { results: ['refused'] },
  'cost-unknown': { results: ['refused'] },
  'version-not-usable': { results: ['refused'] },
  'image-deleted': { results: ['refused'] },
  'image-needed': { results: ['refused'] },
  'container-name-needed': { results: ['refused'] },
  'unknown-container': { results: ['refused'] },
  'too-many-containers': { results: ['refused'] },
  'public-endpoint-needed': { results: ['refused'] },
  'public-port-needed': { results: ['refused'] },
  'no-public-endpoint': { results: ['refused'] },
  'port-not-open': { results: ['refused'] },
  exported: { results: ['reported'] },
  'nothing-to-export': { results: ['refused'] },
  'export-not-written': { results: ['refused'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

const waitOrLater = 'Leave `if-in-progress` at `wait`, or run again later.'

export const lightsailTexts: Readonly<Record<keyof typeof lightsailCodes, CodeText>> = {
  'image-not-pulled': {
    meaning: 'No container ever ran; the image probably cannot be pulled.',
    fix: 'Check that the image and its tag exist and are public, or that its registry lets the service pull.',
  },
  'deployment-failed': {
    meaning: 'The version FAILED, and the log shows no cause; the error lists the most likely checks.',
    fix: 'Go through the checks; make the app log its startup.',
  },
  'service-creation-failed': {
    meaning: 'Lightsail reports an unknown error while creating the service.',
    fix: 'Delete the service and run again.',
  },
  'certificate-limit': {
    meaning: 'The service cannot be created: the certificate for its default domain exceeds a quota.',
    fix: 'Delete the service and unused certificates, then run again.',
  },
  'service-disabled': {
    meaning: 'The service is disabled, or was disabled during the run.',
    fix: 'Set `disabled: false`.',
  },
  'service-quota': {
    meaning: 'The quota of container services in this Region is used up.',
    fix: 'Delete one, or ask AWS for a higher quota.',
  },
  'service-pending': {
    meaning: 'The service is still being created, and `if-in-progress` is `fail`.',
    fix: waitOrLater,
  },
  'service-updating': {
    meaning: 'The service is being updated, and `if-in-progress` is `fail`.',
    fix: waitOrLater,
  },
  'service-busy': {
    meaning: 'Lightsail says that the service is busy, and `if-in-progress` is `fail`.',
    fix: waitOrLater,
  },
  'ecr-role-pending': {
    meaning: 'The ECR puller role has no ARN yet, and `if-in-progress` is `fail`.',
    fix: waitOrLater,
  },
  'certificate-missing': {
    meaning: 'There is no certificate of that name in the Region.',
    fix: 'Create it, or correct `public-domain-names`.',
  },
  'certificate-not-issued': {
    meaning: 'The certificate is not ISSUED; the error lists the DNS records to create.',
    fix: 'Create the DNS records and wait for the certificate.',
  },
  'certificate-does-not-cover': {
    meaning: 'The certificate is for other names.',
    fix: 'Use one that covers them, or create it.',
  },
  'too-many-domains': { meaning: 'A service can have four domain names.', fix: 'List at most four.' },
  'cost-limit-exceeded': {
    meaning: 'The plan costs more than `max-monthly-cost`.',
    fix: 'Raise `max-monthly-cost`, or choose a smaller `power` or `scale`.',
  },
  'cost-unknown': {
    meaning: '`max-monthly-cost` is set, but the price could not be read.',
    fix: 'Run again, or allow `lightsail:GetContainerServicePowers`.',
  },
  'version-not-usable': {
    meaning: 'The version to roll back to is gone, never existed, or FAILED.',
    fix: 'Set another in `rollback-to`.',
  },
  'image-deleted': {
    meaning: 'The version to roll back to needs a stored image that was deleted.',
    fix: 'Set another version, or push the image again and deploy it.',
  },
  'image-needed': { meaning: 'A new container needs an image.', fix: 'Set its `image`.' },
  'container-name-needed': {
    meaning: 'The inputs could refer to several containers.',
    fix: 'Set `container-name`.',
  },
  'unknown-container': {
    meaning: 'An input names a container that does not exist.',
    fix: 'Fix its name, or set an image for it.',
  },
  'too-many-containers': {
    meaning: 'A deployment can have at most ten containers.',
    fix: 'Deploy at most ten.',
  },
  'public-endpoint-needed': {
    meaning: 'Several containers have an HTTP port.',
    fix: 'Set `public-endpoint` to the public one.',
  },
  'public-port-needed': {
    meaning: 'The public container has no HTTP port, or several.',
    fix: 'Set `public-port`.',
  },
  'no-public-endpoint': {
    meaning: 'A health check, `public-port` or `verify-url` is set for a private service.',
    fix: 'Remove them, or make the service public.',
  },
  'port-not-open': {
    meaning: 'The public port is not an open HTTP or HTTPS port of its container.',
    fix: 'Open it in `ports`, or use another.',
  },
  exported: { meaning: '`mode: export` wrote what runs to two files that ECS takes.' },
  'nothing-to-export': {
    meaning: 'No version of the service is active.',
    fix: 'Export once a deployment is active.',
  },
  'export-not-written': {
    meaning: 'The service was read, but the files could not be written.',
    fix: 'Name a folder in `export-to` that the job may write to, without the two files in it.',
  },
}
