import { describe, expect, test } from '@jest/globals'
import { createInputIssues } from '../../../../src/inputs/issues.ts'
import type { InputTexts } from '../../../../src/inputs/read-inputs.ts'
import type { InputName } from '../../../../src/lightsail/inputs/names.ts'
import { parseServicePatch } from '../../../../src/lightsail/inputs/service-inputs.ts'
import type { ServicePatch } from '../../../../src/lightsail/model/settings.ts'

function parsed(texts: InputTexts<InputName>) {
  const issues = createInputIssues()
  const patch = parseServicePatch({ texts, issues, readFile: () => '' })
  return { patch, issues: issues.all.map(({ input, message }) => `${input}: ${message}`) }
}

function lines(count: number, line: (n: number) => string): string {
  return Array.from({ length: count }, (_, n) => line(n + 1)).join('\n')
}

test.each<[InputTexts<InputName>, ServicePatch]>([
  [{}, {}],
  [{ power: ' micro ' }, { power: 'micro' }],
  [{ scale: '20' }, { scale: 20 }],
  [{ 'ecr-image-puller-role': 'false' }, { ecrRole: false }],
  [{ disabled: 'true' }, { disabled: true }],
  [{ tags: 'team=shop\n# a remark\n\nstage=a=b/c' }, { tags: { team: 'shop', stage: 'a=b/c' } }],
  [{ tags: '{"team": "shop", "Cost Center": "4 2"}' }, { tags: { team: 'shop', 'Cost Center': '4 2' } }],
  [{ tags: 'empty=' }, { tags: { empty: '' } }],
  [{ 'public-domain-names': 'cert=a.com, b.com' }, { publicDomainNames: { cert: ['a.com', 'b.com'] } }],
  [{ 'public-domain-names': 'cert=\nother=o.org' }, { publicDomainNames: { cert: [], other: ['o.org'] } }],
])('%j', (texts, patch) => {
  expect(parsed(texts)).toEqual({ patch, issues: [] })
})

describe('errors that name the input', () => {
  test.each<[InputName, string]>([
    ['power', 'tiny'],
    ['power', 'Nano'],
    ['power', 'nano-1'],
    ['scale', '0'],
    ['scale', '21'],
    ['scale', '1.5'],
    ['scale', '-1'],
    ['ecr-image-puller-role', 'yes'],
    ['disabled', '1'],
    ['tags', 'team'],
    ['tags', '=x'],
    ['tags', 'a=1\na=2'],
    ['tags', '{"a": 1}'],
    ['tags', '{"a": null}'],
    ['tags', '{"a": "1"'],
    ['tags', '{"a": {"b": "c"}}'],
    ['public-domain-names', 'a.com'],
    ['public-domain-names', 'cert=a.com\ncert=b.com'],
  ])('%s: %j', (input, text) => {
    const { issues } = parsed({ [input]: text })
    expect(issues).toHaveLength(1)
    expect(issues[0]).toMatch(new RegExp(`^${input}: `))
  })
})

describe('the limits of tags', () => {
  test.each([
    ['50 of them', lines(50, (n) => `k${n}=v`)],
    ['a key of 128 characters', `${'k'.repeat(128)}=v`],
    ['a value of 256 characters', `k=${'v'.repeat(256)}`],
    ['every character that is allowed', '{"aZ9 +-=._:/@é漢": "aZ9 +-=._:/@é漢"}'],
    ['a key with aws: behind its beginning', 'my:aws:x=1'],
  ])('within: %s', (_, tags) => {
    expect(parsed({ tags }).issues).toEqual([])
  })

  test.each([
    ['51 of them', lines(51, (n) => `k${n}=v`)],
    ['a key of 129 characters', `${'k'.repeat(129)}=v`],
    ['no key', '{"": "v"}'],
    ['a value of 257 characters', `k=${'v'.repeat(257)}`],
    ['a key with a comma', 'a,b=v'],
    ['a key with an asterisk', 'a*=v'],
    ['a value with a question mark', 'k=what?'],
    ['a value of two lines', 'k<<END\none\ntwo\nEND'],
    ['the reserved beginning', 'aws:x=1'],
    ['the reserved beginning in capitals', 'AWS:x=1'],
  ])('over: %s', (_, tags) => {
    expect(parsed({ tags }).issues).toEqual([expect.stringMatching(/^tags: /)])
  })
})

describe('the limits of domain names', () => {
  test.each([
    ['four of one certificate', 'c=a.com,b.com,c.com,d.com'],
    ['four of four', 'a=a.com\nb=b.com\nc=c.com\nd=d.com'],
    ['a name of many labels', 'c=a.b.c.d.e.example.com'],
    ['a label of 63 characters', `c=${'a'.repeat(63)}.com`],
    ['an international name as DNS writes it', 'c=xn--bcher-kva.example'],
    ['digits and hyphens', 'c=1-2.3com.com'],
  ])('within: %s', (_, text) => {
    expect(parsed({ 'public-domain-names': text }).issues).toEqual([])
  })

  test.each([
    ['a wildcard', 'c=*.example.com', 'wildcards'],
    ['a wildcard in the middle', 'c=a.*.com', 'wildcards'],
    ['five of one certificate', 'c=a.com,b.com,c.com,d.com,e.com', '5 domain names'],
    ['five of two', 'a=a.com,b.com,c.com\nb=d.com,e.com', '5 domain names'],
    ['one twice', 'c=a.com,a.com', 'twice'],
    ['one of two certificates', 'c=a.com\nd=a.com', 'twice'],
    ['one twice in other letters', 'c=a.com,A.com', 'twice'],
    ['a URL', 'c=https://a.com', 'not a domain name'],
    ['a path', 'c=a.com/x', 'not a domain name'],
    ['a port', 'c=a.com:443', 'not a domain name'],
    ['one label', 'c=localhost', 'not a domain name'],
    ['an underscore', 'c=a_b.com', 'not a domain name'],
    ['a hyphen at the end', 'c=a-.com', 'not a domain name'],
    ['a dot at the end', 'c=a.com.', 'not a domain name'],
    ['two dots', 'c=a..com', 'not a domain name'],
    ['a label of 64 characters', `c=${'a'.repeat(64)}.com`, 'not a domain name'],
    ['a name of 254 characters', `c=${`${'a'.repeat(62)}.`.repeat(4)}${'b'.repeat(2)}`, 'not a domain name'],
    ['a space between', 'c=a.com b.com', 'not a domain name'],
    ['letters that DNS does not know', 'c=bücher.example', 'not a domain name'],
  ])('over: %s', (_, text, told) => {
    const { issues } = parsed({ 'public-domain-names': text })
    expect(issues).toEqual([expect.stringContaining(told)])
  })
})
