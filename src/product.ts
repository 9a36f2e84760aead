import packageJson from '../package.json' with { type: 'json' }

/**
 * The mark of all that is ours, whichever of our actions made it: it begins the keys of tags, hidden lines of comments, the
 * payloads of deployments and the names of folders. Never changed: later runs look for it.
 */
export const MARK = 'lightsail-deploy'

/** How the first line of a comment of ours begins, which nobody sees. */
export const COMMENT_START = `<!-- ${MARK} `

/** What an action calls itself towards people and servers. */
export interface Product {
  readonly name: string
  readonly version: string
}

/** The action of the repository's root. */
export const lightsailDeploy: Product = { name: MARK, version: packageJson.version }

/** How its requests name it: `lightsail-deploy/1.2.3`. */
export const userAgentOf = ({ name, version }: Product): string => `${name}/${version}`
