import { describe, expect, test } from '@jest/globals'
import { splitCommandLine } from '../../../src/inputs/command-line.ts'
import { createInputIssues } from '../../../src/inputs/issues.ts'

function parse(text: string | undefined) {
  const issues = createInputIssues()
  const command = splitCommandLine({ input: 'command', text, issues })
  const [issue] = issues.all
  return issue ? issue.message : command
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
      `echo '$HOME' "$(id)" '\`id\`' * '~' 'a;b' a\\|b '>x'`,
      ['echo', '$HOME', '$(id)', '`id`', '*', '~', 'a;b', 'a|b', '>x'],
    ],
    ['env NODE_ENV=dev node x.js', ['env', 'NODE_ENV=dev', 'node', 'x.js']],
    ['uvicorn shop:app --forwarded-allow-ips=*', ['uvicorn', 'shop:app', '--forwarded-allow-ips=*']],
    ["nginx -g 'daemon off;'", ['nginx', '-g', 'daemon off;']],
    ["app '--url=http://x/?a=1&b=2'", ['app', '--url=http://x/?a=1&b=2']],
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
    expect(parse(text)).toBe('has an unfinished quotation mark or backslash')
  })

  test.each([
    ['NODE_ENV=dev node x.js', 'NODE_ENV=…'],
    ['PORT=8080', 'PORT=…'],
    ['cd /app && npm start', 'cd'],
    ['npm run migrate && npm start', '&&'],
    ['npm run migrate || true', '||'],
    ['npm run migrate; npm start', ';'],
    ['npm start | tee log', '|'],
    ['npm start > /tmp/log 2>&1', '>'],
    ['npm start < /dev/null', '<'],
    ['npm start &', '&'],
    ['node x.js --port $PORT', '$PORT'],
    [`node x.js --port=\${PORT:-8080}`, `\${PORT}`],
    ['node x.js $(hostname)', '$(…)'],
    ['node x.js `hostname`', '`'],
    ['node ~/x.js', '~'],
    ['npm start # in production', '#'],
    ['source .env', 'source'],
    ['export A=1', 'export'],
    ['bash -c cd /app && npm start', '&&'],
  ])('what only a shell understands is an issue, as no shell runs it: %s', (text, syntax) => {
    const message = parse(text)
    expect(message).toContain(syntax)
    expect(message).toContain('no shell runs it')
    expect(message).toContain('["sh", "-c", "…"]')
  })

  test('the value of a variable in front is not quoted', () => {
    expect(parse('TOKEN=canary node x.js')).not.toContain('canary')
    expect(parse('TOKEN=canary node x.js')).toContain('environment-variables')
  })

  test('typographic quotation marks', () => {
    expect(parse('node “server.js”')).toContain('typographic quotation mark “')
  })

  test('a YAML list', () => {
    expect(parse('- npm\n- start')).toContain('not a YAML list')
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
