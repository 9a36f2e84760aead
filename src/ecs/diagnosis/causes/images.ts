import type { CauseRow } from './cause-row.ts'
import { architecture, executionRole, image } from './names.ts'

const pull = /CannotPullContainer|ref pull has been retried|pull image manifest has been retried/i
/** How a file of another CPU fails as it is started: runc, a shell. */
const otherCpu = /\bexec format error\b/i

/** The image cannot be had, or not be run. */
export const imageCauses: readonly CauseRow[] = [
  {
    code: 'image-not-found',
    task: [[pull, /: not found\b|\bnot found$|manifest unknown|manifest for .* not found/i]],
    reason: (found) => `${image(found)} does not exist`,
    fix: () => 'push it before this step, or fix the tag',
  },
  {
    code: 'image-denied',
    task: [
      [
        pull,
        /pull access denied|\b403\b|insufficient_scope|no basic auth|unauthorized|authorization failed/i,
      ],
      [/registry auth/i, /AccessDenied/i, /\becr:\w+/i],
    ],
    reason: (found) => `ECS is not allowed to pull ${image(found)}`,
    fix: (found) =>
      `in ECR: allow ${executionRole(found)} to pull, and the account in the repository policy; elsewhere: make it public, or set repositoryCredentials`,
  },
  {
    code: 'wrong-architecture',
    task: [[/does not contain descriptor matching platform/i], [/no matching manifest for/i], [otherCpu]],
    log: ({ lines }) => {
      const found = lines.find(({ text }) => otherCpu.test(text))
      return found && { lines: [found.shown] }
    },
    reason: (found) => `${image(found)} is not built for ${architecture(found)}`,
    fix: (found) =>
      `docker build --platform ${architecture(found)}, or set runtimePlatform.cpuArchitecture in the task definition`,
  },
  {
    code: 'no-route-to-registry',
    task: [
      [pull, /i\/o timeout|dial tcp|connection refused|context deadline exceeded|request canceled/i],
      [
        /connection issue between the task and Amazon ECR|unable to (?:retrieve|get) ecr registry auth.*(?:timeout|deadline|send request failed)/i,
      ],
    ],
    reason: () => 'the task cannot reach the registry of its image',
    fix: () =>
      'use public subnets with assign-public-ip: ENABLED, a NAT gateway, or endpoints for ecr.api, ecr.dkr and s3; and a security group that allows outbound HTTPS',
  },
  {
    code: 'registry-rate-limit',
    task: [[/toomanyrequests|pull rate limit/i]],
    reason: () => "Docker Hub's limit for anonymous pulls was reached",
    fix: () => 'set repositoryCredentials in the task definition, or use an ECR pull-through cache',
  },
  {
    code: 'disk-full',
    task: [[/no space left/i]],
    reason: (found) => `${image(found)} does not fit on the task's disk`,
    fix: () => 'raise ephemeralStorage in the task definition, or make the image smaller',
  },
]
