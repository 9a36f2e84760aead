import { parsePairs } from '../../input/pairs.ts'
import { parseChoice, parseSwitch, parseWholeNumber } from '../../input/scalars.ts'
import { domainNameFault, maxima, powers, tagFault } from '../limits.ts'
import type { ServicePatch } from '../settings.ts'
import type { Source } from './inputs.ts'

/** What the single inputs say about the service beside its deployment. */
export const parseServicePatch = ({ texts, problems }: Source): ServicePatch => {
  const power = parseChoice({ input: 'power', text: texts.power, problems, choices: powers })
  const scale = parseWholeNumber({ input: 'scale', text: texts.scale, problems, from: 1, to: maxima.scale })
  const ecrRole = parseSwitch({
    input: 'ecr-image-puller-role',
    text: texts['ecr-image-puller-role'],
    problems,
  })
  const disabled = parseSwitch({ input: 'disabled', text: texts.disabled, problems })
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

type Texts = Pick<Source, 'texts' | 'problems'>

const parseTags = ({ texts, problems }: Texts): Record<string, string> | undefined => {
  const input = 'tags'
  const text = texts[input]
  if (text === undefined) return undefined
  const tags = text.trimStart().startsWith('{')
    ? parseTagMap(text)
    : Object.fromEntries(parsePairs({ input, text, problems, form: 'key=value, such as team=shop' }))
  if (tags === undefined) {
    problems.add({ input, message: 'must be lines key=value, or a JSON map of texts' })
    return undefined
  }
  if (Object.keys(tags).length === 0) return undefined
  const fault = tagFault(tags)
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
  const pairs = parsePairs({ input, text, problems, form })
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
  const fault = domainNameFault(domains)
  if (fault !== undefined) problems.add({ input, message: fault })
  return domains
}
