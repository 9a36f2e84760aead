/**
 * The actions of others that examples and documents use, each at its newest major. `npm run docs` writes the majors
 * everywhere; a pull request of Dependabot in `examples/` says that one here is due.
 *
 * @type {Readonly<Record<string, string>>}
 */
export const actionsOfOthers = {
  'actions/checkout': 'v7',
  'actions/upload-artifact': 'v7',
  'aws-actions/configure-aws-credentials': 'v6',
  'docker/build-push-action': 'v7',
  'docker/login-action': 'v4',
  'docker/setup-buildx-action': 'v4',
}
