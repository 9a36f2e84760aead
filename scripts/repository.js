/** Where the action is published, such as `acme/lightsail-deploy`: the one constant behind every `uses:`, badge and URL. */
import { readFileSync } from 'node:fs'

/** @type {{ repository: string }} */
const { repository: field } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'))

export const repository = field.replace(/^github:/, '')

/** What `uses:` names. */
export const uses = { lightsail: `${repository}@v1`, ecs: `${repository}/ecs@v1` }
