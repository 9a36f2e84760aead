import { describe, expect, test } from '@jest/globals'
import { parseCommand } from '../../src/input/command.ts'
import { collectProblems } from '../../src/input/problem.ts'

const parse = (text: string | undefined) => {
  const problems = collectProblems()
  const command = parseCommand({ input: 'command', text, problems })
  const [problem] = problems.all
  return problem ? problem.message : command
}

describe('one line', () => {
  test.each<[string, string[]]>([
    ['npm start', ['npm', 'start']],
    ['  npm   start  ', ['npm', 'start']],
    ['npm\tstart', ['npm', 'start']],
    [`sh -c "exec node 'a b.js'"`, ['sh', '-c', "exec node 'a b.js'"]],
    [`sh -c 'echo "$HOME"; id'`, ['sh', '-c', 'echo "$HOME"; id']],
    ['a\\ b c', ['a b', 'c']],
    ['"" x', ['', 'x']],
    [`a"b"'c'`, ['abc']],
    [
      'echo $HOME $(id) `id` * ~ a;b a|b >x',
      ['echo', '$HOME', '$(id)', '`id`', '*', '~', 'a;b', 'a|b', '>x'],
    ],
    [`echo 'a\\"b'"c"`, ['echo', 'a\\"bc']],
    [`grep -E '^\\\\d'"$"`, ['grep', '-E', '^\\\\d$']],
    ['echo "\\$HOME \\`id\\` \\n"', ['echo', '$HOME `id` \\n']],
    ['run --tag #1', ['run', '--tag', '#1']],
    ['--list=[1,2]', ['--list=[1,2]']],
    ['grüße 🚀', ['grüße', '🚀']],
  ])('%s', (text, words) => {
    expect(parse(text)).toEqual(words)
  })

  test.each(['"npm start', "it's", 'npm start\\'])('without an end: %s', (text) => {
    expect(parse(text)).toBe('has a quotation mark or backslash without its end')
  })

  test('several lines', () => {
    expect(parse('npm install\nnpm start')).toBe('must be one line, or a JSON list such as ["npm", "start"]')
  })
})

describe('a JSON list', () => {
  test.each<[string, string[]]>([
    ['[]', []],
    ['["npm", "run it", ""]', ['npm', 'run it', '']],
    ['\n [\n "npm",\n "start"\n]\n', ['npm', 'start']],
    ['["\\u0041\\n\\"", "$HOME"]', ['A\n"', '$HOME']],
  ])('%j', (text, words) => {
    expect(parse(text)).toEqual(words)
  })

  test.each([
    '[canary',
    '["canary",]',
    '["a", 1]',
    '[["a"]]',
    '[null]',
    "['canary']",
    '[ -f /canary ]',
    '["a"] x',
  ])('%s is none, and the message does not quote it', (text) => {
    expect(parse(text)).toBe('must be a JSON list of strings such as ["npm", "start"], or one line')
  })
})

test('absent stays absent', () => {
  expect(parse(undefined)).toBeUndefined()
})
