/**
 * What other actions were measured at, each as its version ran: medians of 16 rounds in one run with bare `node -e 0`, Node 24.19,
 * 2026-11-26, servers on loopback that answer at once. Their code is not here: nothing measures them again.
 * @type {readonly { who: string, what: string, wall: number, cpu: number }[]}
 */
export const peers = [
  {
    who: 'aws-actions/amazon-ecs-deploy-task-definition c465972',
    what: 'rejects missing inputs',
    wall: 5.49,
    cpu: 5.87,
  },
  {
    who: 'aws-actions/amazon-ecs-deploy-task-definition c465972',
    what: 'whole update, waited for',
    wall: 7.32,
    cpu: 7.81,
  },
  { who: 'the same over TLS', what: 'whole update, waited for', wall: 7.44, cpu: 7.89 },
  {
    who: 'aws-actions/amazon-ecs-deploy-express-service 7c48a2d',
    what: 'rejects missing inputs',
    wall: 4.89,
    cpu: 5.2,
  },
  {
    who: 'aws-actions/configure-aws-credentials bcd4089',
    what: 'rejects missing inputs',
    wall: 5.44,
    cpu: 5.85,
  },
  {
    who: 'google-github-actions/deploy-cloudrun 2028e2d',
    what: 'rejects missing inputs',
    wall: 6.79,
    cpu: 7.17,
  },
  { who: 'cloudflare/wrangler-action v4.0.0', what: 'rejects missing inputs', wall: 3.72, cpu: 4.05 },
]
