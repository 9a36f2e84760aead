import { expect, test } from '@jest/globals'
import { formatCommand } from '../../../src/text/command-text.ts'

test.each<[string, string[], string]>([
  ['none', [], ''],
  ['words', ['npm', 'run', 'start:prod'], '["npm","run","start:prod"]'],
  ['a value behind an equals sign', ['serve', '--token=abc'], '["serve","--token=…"]'],
  ['a harmless value behind an equals sign', ['serve', '--port=8080'], '["serve","--port=…"]'],
  ['an equals sign with nothing behind it', ['serve', '--token='], '["serve","--token="]'],
  [
    'a value that follows its flag',
    ['serve', '--password', 'hunter2', 'now'],
    '["serve","--password","…","now"]',
  ],
  ['the value of a short flag', ['mysql', '-u', 'root', '-p', 'hunter2'], '["mysql","-u","…","-p","…"]'],
  ['a value that sticks to its flag', ['mysql', '-phunter2'], '["mysql","-p…"]'],
  ['a small number behind a flag', ['serve', '--port', '8080'], '["serve","--port","8080"]'],
  ['a number behind a flag that is secret', ['serve', '--pin', '4711'], '["serve","--pin","…"]'],
  [
    'a file behind a switch',
    ['node', '--inspect', 'dist/server.js'],
    '["node","--inspect","dist/server.js"]',
  ],
  ['two flags', ['serve', '--watch', '--token', 'abc'], '["serve","--watch","--token","…"]'],
  ['a header', ['curl', '-H', 'Authorization: Bearer abc'], '["curl","-H","…"]'],
  ['a variable', ['env', 'TOKEN=abc', 'node', 'x.js'], '["env","TOKEN=…","node","x.js"]'],
  [
    'a property',
    ['java', '-Ddb.password=abc', '-jar', 'app.jar'],
    '["java","-Ddb.password=…","-jar","app.jar"]',
  ],
  ['a script', ['sh', '-c', 'TOKEN=abc node x.js'], '["sh","-c","…"]'],
  ['a whole line in one word', ['serve --token abc --port=1 now'], '["serve --token … --port=… now"]'],
  ['the password of a URL', ['migrate', 'postgres://u:hunter2@h/db'], '["migrate","postgres://…@h/db"]'],
  ['a query', ['load', 'https://h/x?token=abc'], '["load","https://h/x?…"]'],
  ['a word that is random', ['serve', 'kX9vQ2mLp8RtZ4wN7bYc'], '["serve","…"]'],
  ['a value of several lines', ['x', '--key=a\nb'], '["x","--key=…"]'],
])('%s', (_, command, text) => {
  expect(formatCommand(command)).toBe(text)
})
