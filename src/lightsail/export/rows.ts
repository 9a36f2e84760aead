import { type Container, isStoredImage, type PublicEndpoint } from '../model/deployment.ts'
import { formatPorts } from '../plan/deployment-diff.ts'
import { type Exported, logGroup, TODO, tagsOf } from './definitions.ts'

/** What became of each part of the service, and what ECS needs beside the two files, for people. */

type Row = readonly [label: string, value: string]

/** The rows of the summary. `digests` are those of the stored images. No environment value is in them. */
export function exportRows(exported: Exported, digests: Readonly<Record<string, string>>): Row[] {
  const { service, spec, size } = exported
  const { publicEndpoint } = spec
  const tags = Object.entries(tagsOf(service)).map(([key, value]) => `${key}=${value}`)
  const domains = Object.values(service.publicDomainNames).flat()
  return [
    [
      'Power',
      `${service.power} → ${size ? `cpu ${size.cpuUnits}, memory ${size.memoryMib}` : `cpu and memory ${TODO}: the role may not read the sizes of the powers`}`,
    ],
    ['Scale', `${service.scale} → desiredCount ${service.scale}`],
    ...Object.entries(spec.containers).map(
      ([name, container]): Row => [`Container ${name}`, containerText(container, digests)],
    ),
    ...(publicEndpoint ? endpointRows(exported, publicEndpoint) : []),
    ['Logs', `group ${logGroup(exported)}, which must exist: ${createLogGroup(exported)}`],
    ['Execution role', roleText(exported)],
    ['Network', `subnets and securityGroups ${TODO}; assignPublicIp is ENABLED, so use public subnets`],
    ...(tags.length > 0 ? [['Tags', tags.join(', ')] as const] : []),
    [
      'Addresses',
      `${['the default URL', ...domains].join(', ')} → a load balancer, a certificate in ACM and DNS; only an Express service of ECS gets a URL from AWS`,
    ],
    ...(service.privateDomainName === ''
      ? []
      : [
          [
            'Private domain',
            `${service.privateDomainName} → Service Connect or Cloud Map; not in the files`,
          ] as const,
        ]),
    [
      'Price',
      'one price for everything → Fargate, the load balancer and public IPv4 addresses are charged separately',
    ],
  ]
}

function containerText(
  { image, ports, environment }: Container,
  digests: Readonly<Record<string, string>>,
): string {
  const digest = digests[image]
  const stored = `${image}${digest === undefined ? '' : ` (${digest})`} → image ${TODO}; ECS cannot pull from Lightsail, so push it to a registry`
  const open = formatPorts(ports)
  const names = Object.keys(environment)
  return [
    isStoredImage(image) ? stored : image,
    ...(open === '' ? [] : [open]),
    ...(names.length === 0 ? [] : [`environment ${names.join(', ')}`]),
  ].join(' · ')
}

function roleText({ service }: Exported): string {
  const pulls = service.ecrRole.isActive ? ', and pulls from ECR instead of the puller role' : ''
  return `executionRoleArn ${TODO}: a role with the policy AmazonECSTaskExecutionRolePolicy; it writes the logs${pulls}`
}

function endpointRows(exported: Exported, endpoint: PublicEndpoint): Row[] {
  const { containerName, containerPort } = endpoint
  return [
    [
      'Public endpoint',
      `port ${containerPort} of ${containerName} → targetGroupArn ${TODO}; a target group that a load balancer's listener leads to`,
    ],
    ['Target group', createTargetGroup(exported, endpoint)],
  ]
}

function createLogGroup(exported: Exported): string {
  return command('aws logs create-log-group', [
    ['log-group-name', logGroup(exported)],
    ['region', exported.region],
  ])
}

/** A load balancer's name for a target group has 32 characters at most, and no hyphen at its end. */
const MAX_GROUP_NAME = 32

/** The same health check, of a load balancer. It takes thresholds from 2 to 10. */
function createTargetGroup(
  { service, spec, region }: Exported,
  { containerName, containerPort, healthCheck }: PublicEndpoint,
): string {
  const protocol = spec.containers[containerName]?.ports[containerPort] === 'HTTPS' ? 'HTTPS' : 'HTTP'
  const threshold = (count: number) => String(Math.min(Math.max(count, 2), 10))
  return command('aws elbv2 create-target-group', [
    ['name', service.name.slice(0, MAX_GROUP_NAME).replace(/-+$/, '')],
    ['vpc-id', TODO],
    ['target-type', 'ip'],
    ['protocol', protocol],
    ['port', String(containerPort)],
    ['health-check-path', healthCheck.path],
    ['health-check-interval-seconds', String(healthCheck.intervalSeconds)],
    ['health-check-timeout-seconds', String(healthCheck.timeoutSeconds)],
    ['healthy-threshold-count', threshold(healthCheck.healthyThreshold)],
    ['unhealthy-threshold-count', threshold(healthCheck.unhealthyThreshold)],
    ['matcher', `HttpCode=${healthCheck.successCodes.replaceAll(' ', '')}`],
    ['region', region],
  ])
}

function command(words: string, options: readonly (readonly [name: string, value: string])[]): string {
  return [words, ...options.map(([name, value]) => `--${name} ${quoted(value)}`)].join(' ')
}

/** A word for any shell of Unix. */
function quoted(word: string): string {
  return /^[\w./:=,@+-]+$/.test(word) ? word : `'${word.replaceAll("'", "'\\''")}'`
}
