import { describe, expect, test } from '@jest/globals'
import {
  type CommentMarker,
  formatMarker,
  isNewer,
  readMarker,
} from '../../../../src/github/reporting/comment-marker.ts'

function marker(differing: Partial<CommentMarker> = {}): CommentMarker {
  return {
    subject: 'shop in eu-central-1',
    run: 42,
    attempt: 1,
    sha: 'a',
    ...differing,
  }
}

describe('the hidden marker of a comment', () => {
  test.each(['shop in eu-central-1', 'x --> <b>', '-->', '->', '"quoted"', 'lines\nand\r\nlines'])(
    'is one hidden line and comes back: %j',
    (subject) => {
      const line = formatMarker(marker({ subject }))
      expect(line).toMatch(/^<!-- [^\n\r]* -->$/)
      expect(line.indexOf('-->')).toBe(line.length - 3)
      for (const end of ['\n', '\r\n'])
        expect(readMarker(`${line}${end}### text`)).toEqual(marker({ subject }))
    },
  )

  test.each([
    '',
    'text',
    '<!-- lightsail-deploy  -->',
    '<!-- lightsail-deploy {"subject":"shop"} -->',
    '<!-- lightsail-deploy [1] -->',
    '<!-- lightsail-deploy null -->',
    '<!-- another-action {"subject":"shop","run":1,"attempt":1,"sha":"a"} -->',
    `quoted:\n${formatMarker(marker())}`,
  ])('is not found in %j', (body) => {
    expect(readMarker(body)).toBeUndefined()
  })
})

describe('who has the last word', () => {
  test.each<[string, Partial<CommentMarker>, boolean]>([
    ['the same run', {}, false],
    ['a later attempt of it', { attempt: 2 }, true],
    ['a later run of another commit', { run: 43, sha: 'b' }, true],
    ['an earlier run of another commit', { run: 41, sha: 'b' }, false],
    ['a later run of the same commit', { run: 43 }, false],
  ])('there is %s', (_, there, newer) => {
    expect(isNewer(marker(there), marker())).toBe(newer)
  })
})
