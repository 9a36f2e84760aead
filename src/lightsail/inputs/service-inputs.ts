import { parseKeyValues } from '../../inputs/key-value.ts'
import { parseBoolean, parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { limits, powers, validateDomainName, validateTag } from '../model/constraints.ts'
import type { ServicePatch } from '../model/settings.ts'
import type { InputSource } from './names.ts'

/** What the single inputs say about the service beside its deployment. */
export const parseServicePatch = ({ texts, problems }: InputSource): ServicePatch => {
  const power = parseEnum({ input: 'power', text: texts.power, problems, choices: powers })
  const scale = parseInteger({ input: 'scale', text: texts.scale, problems, from: 1, to: limits.scale })
  const ecrRole = parseBoolean({
    input: 'ecr-image-puller-role',
    text: texts['ecr-image-puller-role'],
    problems,
  })
  const disabled = parseBoolean({ input: 'disabled', text: texts.disabled, problems })
  const tags = parseTags({ texts, problems })
  const publicDomainNames = parseDomainNames({ texts, problems })
  return {
    ...(power !== undefined && { power }),
    ...(scale !== undefined && { scale }),
    ...(tags !== undefined && { tags }),
    ...(publicDomainNames !== undefined && { publicDomainNames }),
    ...(ecrRole !== undefined && { ecrRole }),
    ...(disabled !== undefined && { disabled }),
  }
}

type Texts = Pick<InputSource, 'texts' | 'problems'>

const parseTags = ({ texts, problems }: Texts): Record<string, string> | undefined => {
  const input = 'tags'
  const text = texts[input]
  if (text === undefined) return undefined
  const tags = text.trimStart().startsWith('{')
    ? parseTagMap(text)
    : Object.fromEntries(parseKeyValues({ input, text, problems, form: 'key=value, such as team=shop' }))
  if (tags === undefined) {
    problems.add({ input, message: 'must be lines key=value, or a JSON map of texts' })
    return undefined
  }
  if (Object.keys(tags).length === 0) return undefined
  const fault = validateTag(tags)
  if (fault !== undefined) problems.add({ input, message: fault })
  return tags
}

const parseTagMap = (text: string): Record<string, string> | undefined => {
  try {
    const map: unknown = JSON.parse(text)
    if (typeof map !== 'object' || map === null || Array.isArray(map)) return undefined
    const entries = Object.entries(map)
    return entries.every(([, value]) => typeof value === 'string') ? Object.fromEntries(entries) : undefined
  } catch {
    return undefined
  }
}

/** Lines `certificate=a.com,b.com`; nothing behind the `=` detaches the certificate. */
const parseDomainNames = ({ texts, problems }: Texts): Record<string, string[]> | undefined => {
  const input = 'public-domain-names'
  const text = texts[input]
  if (text === undefined) return undefined
  const form = 'certificate=names, such as example-org=example.org,www.example.org'
  const pairs = parseKeyValues({ input, text, problems, form })
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
    const message = 'has a comma with no domain name beside it; an expression gave nothing'
    problems.add({ input, message })
  }
  const fault = validateDomainName(domains)
  if (fault !== undefined) problems.add({ input, message: fault })
  return domains
}
