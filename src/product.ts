import packageJson from '../package.json' with { type: 'json' }

/**
 * Identifies everything that our actions create: prefix of tag keys, hidden lines of comments, payloads of deployments, names of
 * folders. Never changed, as later runs look for it.
 */
export const MARK = 'lightsail-deploy'

/** Start of the first, hidden line of our comments. */
export const COMMENT_START = `<!-- ${MARK} `

/** The name of an action for people and servers. */
export interface Product {
  readonly name: string
  readonly version: string
}

/** The action of the repository's root. */
export const lightsailDeploy: Product = { name: MARK, version: packageJson.version }

/** The action of the folder ecs. */
export const ecsDeploy: Product = { name: `${MARK}-ecs`, version: packageJson.version }

/** Its user agent: `lightsail-deploy/1.2.3`. */
export function userAgentOf({ name, version }: Product): string {
  return `${name}/${version}`
}
