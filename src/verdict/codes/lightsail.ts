import { type CodeEntry, type CodeText, causes, failed } from '../code-entry.ts'

/** What only a container service of Lightsail can end with. */
export const lightsailCodes = {
  'image-not-pulled': { results: causes },
  'deployment-failed': { results: failed, hasLog: true },
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
    meaning: 'No container ever ran; probably the image cannot be pulled.',
    fix: 'Check that the image and its tag exist and are public, or that its registry lets the service pull.',
  },
  'deployment-failed': {
    meaning: 'Our version FAILED, and no cause was found in the log; the error holds the likeliest checks.',
    fix: 'Go through the checks; have the app log what it does as it starts.',
  },
  'service-creation-failed': {
    meaning: 'Lightsail reports an unknown error while it creates the service.',
    fix: 'Delete the service and run again.',
  },
  'certificate-limit': {
    meaning: 'The service cannot be created: the certificate of its default domain exceeds a quota.',
    fix: 'Delete the service, and certificates that nobody needs; then run again.',
  },
  'service-disabled': {
    meaning: 'The service is disabled, or somebody disabled it meanwhile.',
    fix: 'Set `disabled: false`.',
  },
  'service-quota': {
    meaning: 'The Region may not have another container service.',
    fix: 'Delete one, or ask AWS for more.',
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
    meaning: 'The certificate is not ISSUED; the error holds the DNS records to create.',
    fix: 'Create the DNS records and wait for the certificate.',
  },
  'certificate-does-not-cover': {
    meaning: 'The certificate is for other names.',
    fix: 'Name one that covers them, or create it.',
  },
  'too-many-domains': { meaning: 'A service can have four domain names.', fix: 'Name four at most.' },
  'cost-limit-exceeded': {
    meaning: 'The plan costs more than `max-monthly-cost`.',
    fix: 'Raise `max-monthly-cost`, or choose a smaller `power` or `scale`.',
  },
  'cost-unknown': {
    meaning: '`max-monthly-cost` is set, and the price could not be read.',
    fix: 'Run again, or allow `lightsail:GetContainerServicePowers`.',
  },
  'version-not-usable': {
    meaning: 'The version to roll back to is gone, never was, or FAILED.',
    fix: 'Name another in `rollback-to`.',
  },
  'image-deleted': {
    meaning: 'The version to roll back to needs a stored image that was deleted.',
    fix: 'Name another version, or push the image again and deploy it.',
  },
  'image-needed': { meaning: 'A new container needs an image.', fix: 'Give its `image`.' },
  'container-name-needed': {
    meaning: 'Several containers could be meant.',
    fix: 'Name the one in `container-name`.',
  },
  'unknown-container': {
    meaning: 'An input names a container that is not there.',
    fix: 'Correct its name, or give it an image.',
  },
  'too-many-containers': { meaning: 'One deployment may have ten containers.', fix: 'Deploy ten at most.' },
  'public-endpoint-needed': {
    meaning: 'Several containers have an HTTP port.',
    fix: 'Name the public one in `public-endpoint`.',
  },
  'public-port-needed': {
    meaning: 'The public container has no HTTP port, or several.',
    fix: 'Name the port in `public-port`.',
  },
  'no-public-endpoint': {
    meaning: 'A health check, `public-port` or `verify-url` is given for a private service.',
    fix: 'Leave them out, or make the service public.',
  },
  'port-not-open': {
    meaning: 'The public port is not an open HTTP or HTTPS port of its container.',
    fix: 'Open it in `ports`, or name another.',
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
