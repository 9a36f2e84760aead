import { parseKeyValues } from '../../inputs/key-value.ts'
import { parseBoolean, parseEnum, parseInteger } from '../../inputs/scalars.ts'
import { parseTags } from '../../options/tags.ts'
import { limits, powers, validateDomainName } from '../model/constraints.ts'
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
