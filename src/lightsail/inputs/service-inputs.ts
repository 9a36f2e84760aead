import { parseKeyValues } from '../../inputs/key-value.ts'
import { parseBoolean, parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { parseTags } from '../../options/tags.ts'
import { limits, powers, validateDomainName } from '../model/constraints.ts'
import type { ServicePatch } from '../model/settings.ts'
import type { InputSource } from './names.ts'

/** What the single inputs say about the service beside its deployment. */
export function parseServicePatch({ texts, issues }: InputSource): ServicePatch {
  const power = parseEnum({ input: 'power', text: texts.power, issues, choices: powers })
  const scale = parseInteger({ input: 'scale', text: texts.scale, issues, from: 1, to: limits.scale })
  const ecrRole = parseBoolean({
    input: 'ecr-image-puller-role',
    text: texts['ecr-image-puller-role'],
    issues,
  })
  const disabled = parseBoolean({ input: 'disabled', text: texts.disabled, issues })
  const tags = parseTags({ texts, issues })
  const publicDomainNames = parseDomainNames({ texts, issues })
  return {
    ...(power !== undefined && { power }),
    ...(scale !== undefined && { scale }),
    ...(tags !== undefined && { tags }),
    ...(publicDomainNames !== undefined && { publicDomainNames }),
    ...(ecrRole !== undefined && { ecrRole }),
    ...(disabled !== undefined && { disabled }),
  }
}

type Texts = Pick<InputSource, 'texts' | 'issues'>

/** Lines `certificate=a.com,b.com`; nothing behind the `=` detaches the certificate. */
function parseDomainNames({ texts, issues }: Texts): Record<string, string[]> | undefined {
  const input = 'public-domain-names'
  const text = texts[input]
  if (text === undefined) return undefined
  const form = 'certificate=names, such as example-org=example.org,www.example.org'
  const pairs = parseKeyValues({ input, text, issues, form })
  const domains = Object.fromEntries(
    [...pairs].map(([certificate, names]) => [
      certificate,
      names
        .split(',')
        .map((name) => name.trim())
        .filter((name) => name !== ''),
    ]),
  )
  if ([...pairs.values()].some((names) => /^\s*,|,\s*(?:,|$)/.test(names))) {
    const message = 'has an empty entry between commas; an expression probably came out empty'
    issues.add({ input, message })
  }
  const fault = validateDomainName(domains)
  if (fault !== undefined) issues.add({ input, message: fault })
  return domains
}
