import { describe, expect, test } from '@jest/globals'
import { strayCharacter, unseenCharacter } from '../../../src/inputs/characters.ts'
import { unexpandedPart } from '../../../src/inputs/placeholders.ts'
import { looksLikeSeveral } from '../../../src/inputs/several-variables.ts'
import { commandWarnings } from '../../../src/inputs/shell-syntax.ts'
import { type VariableForm, variableRemarks } from '../../../src/inputs/variable-remarks.ts'

describe('what nothing expands', () => {
  test.each([
    [`\${OPENAI_API_KEY}`, 'a variable'],
    [`\${PORT:-8080}`, 'a variable'],
    ['$VAR', 'a variable'],
    ['$var', 'a variable'],
    [`https://\${HOST}/x`, 'a variable'],
    ['https://$HOST/x', 'a variable'],
    ['%VAR%', 'a variable'],
    [`\${{ secrets.KEY }}`, 'a GitHub expression (evaluated in workflow files only)'],
    ['{{ key }}', 'a template'],
    ['#{KEY}#', 'a template'],
    ['<%= key %>', 'a template'],
    ['$(cat key)', 'a command'],
    ['`cat key`', 'a command'],
    ['<GET_FROM_DASHBOARD>', 'a placeholder'],
    ['<your key>', 'a placeholder'],
    ['https://<your-domain>/', 'a placeholder'],
    ['__TOKEN__', 'a placeholder'],
    ['@@TOKEN@@', 'a placeholder'],
    ['changeme', 'a placeholder'],
    ['CHANGE_ME', 'a placeholder'],
    ['replace-me', 'a placeholder'],
    ['your-api-key', 'a placeholder'],
    ['TODO', 'a placeholder'],
    ['xxxxxxxx', 'a placeholder'],
    ['***', 'a masked value'],
    ['undefined', 'what programs print for an empty value'],
    ['[object Object]', 'what programs print for an empty value'],
  ])('%j is %s', (value, part) => {
    expect(unexpandedPart(value)).toBe(part)
  })

  test.each([
    ...[
      '',
      '-',
      '*',
      '$',
      '$1',
      '^foo$',
      '100%',
      '50% off',
      'null',
      'production',
      'pa$word',
      'pa$$WORD',
      'a$B',
    ],
    ...['$2b$10$abcdefghijklmnopqrstuuWX/yz0123456789ABCDEFGHIJ', 'x < y > z', '<b>hi</b>', 'mail <a@b.c>'],
    ...['{"a":{"b":1}}', '[1,2]', 'todo-app', 'changes', 'change-log', 'your', 'postgres://u:p@h/db'],
  ])('%j means itself', (value) => {
    expect(unexpandedPart(value)).toBeUndefined()
  })
})

describe('several variables on one line', () => {
  test.each([
    ['A', '1,B=2'],
    ['A', '1, B=2'],
    ['A', '1 B=2'],
    ['A', '1;B=2'],
    ['A', '1&B=2'],
    ['A', '1\\nB=2'],
    ['A', '1%0AB=2'],
    ['A', '"1" B="2"'],
    ['A', '1,B=2,C=3,'],
    ['A', ',B=2'],
    ['a', '1,b=2'],
    ['NODE_ENV', 'production DEBUG=1'],
  ])('%s=%s', (name, value) => {
    expect(looksLikeSeveral(name, value)).toBe(true)
  })

  test.each([
    ['CONNECTION', 'Server=x;Database=y'],
    ['CONNECTION', 'tcp:db,1433;Database=y'],
    ['DSN', 'DRIVER={x};SERVER=y;UID=z'],
    ['URL', 'jdbc:sqlserver://h:1433;databaseName=x;user=y'],
    ['URL', 'https://x/?A=1&B=2'],
    ['JAVA_OPTS', '-Da=1 -Db=2'],
    ['JAVA_OPTS', '-Xmx1g -DFOO=1'],
    ['LABELS', 'a=1,b=2'],
    ['LABELS', 'x,b=2'],
    ['KEY', 'abc,Q=='],
    ['GREETING', 'hello world, all of you'],
    ['MAP', '{"a":1,B=2}'],
    ['A', '1'],
    ['A', ''],
  ])('one: %s=%s', (name, value) => {
    expect(looksLikeSeveral(name, value)).toBe(false)
  })
})

describe('remarks name the variable and never the value', () => {
  const said = (value: string, form: VariableForm) => {
    const { warnings, notices } = variableRemarks('here', [['NAME', value]], form)
    const all = [...warnings, ...notices]
    expect(all.join()).not.toContain('canary')
    for (const text of all) expect(text).toMatch(/^here: .*NAME/)
    return { warnings: warnings.length, notices: notices.length }
  }
  test.each<[string, VariableForm, number, number]>([
    ['canary', 'lines', 0, 0],
    ['"canary"', 'lines', 0, 1],
    ['"canary"', 'map', 0, 0],
    [' canary', 'lines', 0, 1],
    ['canary ', 'lines', 0, 1],
    [' canary', 'env-file', 0, 0],
    ['canary # why', 'lines', 0, 1],
    ['https://canary/#a', 'lines', 0, 0],
    ['canary\n', 'map', 0, 1],
    ['canary\n', 'env-file', 0, 1],
    ['-----BEGIN\ncanary\n', 'map', 0, 0],
    ['canary,B=2', 'lines', 0, 1],
    ['canary,B=2', 'env-file', 0, 1],
    ['canary,B=2', 'map', 0, 0],
    [`canary\${X}`, 'lines', 1, 0],
    [`canary\${X}`, 'map', 1, 0],
    ['{{ canary }}', 'env-file', 1, 0],
    ['canary\u200b', 'map', 1, 0],
  ])('%j in %s: %d warnings, %d notices', (value, form, warnings, notices) => {
    expect(said(value, form)).toEqual({ warnings, notices })
  })

  test('lines that end like those of a list', () => {
    const remarks = (...values: string[]) =>
      variableRemarks(
        'here',
        values.map((value, index) => [`V${index}`, value]),
        'lines',
      ).notices
    expect(remarks('1,', '2,', '3')).toEqual(['here: the "," at the end of each line is part of the values'])
    expect(remarks('1;', '2;')).toEqual(['here: the ";" at the end of each line is part of the values'])
    expect(remarks('1,', '2', '3')).toEqual([])
    expect(remarks('1,')).toEqual([])
  })

  test('many names are counted', () => {
    const many = Array.from({ length: 30 }, (_, index) => [`V${index}`, '***'] as const)
    expect(variableRemarks('here', many, 'map').warnings[0]).toContain('V9 and 20 more')
  })
})

describe('characters that nobody sees', () => {
  test.each([
    ['a\u200bb', 'a zero-width space (U+200B)'],
    ['a\u00a0b', 'a no-break space (U+00A0)'],
    ['\ufeffa', 'a zero-width no-break space (U+FEFF)'],
    ['a\u202eb', 'a mark of writing direction (U+202E)'],
    ['a\u0000', 'a NUL character (U+0000)'],
    ['a\u00ad', 'a soft hyphen (U+00AD)'],
  ])('%j: %s', (text, name) => {
    expect([unseenCharacter(text), strayCharacter(text)]).toEqual([name, name])
  })

  test.each(['Prix\u00a0: 5\u202f€', 'می\u200cخواهم', '👨‍👩‍👧', 'a b\tc', 'é'])('%j is text', (text) => {
    expect(strayCharacter(text)).toBeUndefined()
  })
})

describe('a command that is taken, and looks meant for a shell', () => {
  test.each<[string[], string | undefined, string]>([
    [['node x.js'], undefined, 'spaces'],
    [['A=1', 'node'], undefined, 'not as a variable'],
    [['npm', 'start', '&&', 'x'], undefined, '"&&" reaches the program'],
    [['npm', 'start', '2>&1'], undefined, '"2>&1" reaches the program'],
    [['node', '--t=$TOKEN'], undefined, 'nothing expands $TOKEN'],
    [['node', `\${X}`], undefined, `nothing expands \${X}`],
    [['node', '$(id)'], undefined, 'nothing expands $(…)'],
    [['', 'x'], undefined, 'it is empty'],
    [['node', '$HOME'], 'node "$HOME"', 'nothing expands $HOME'],
  ])('%j', (words, line, said) => {
    expect(commandWarnings('command', words, line).join()).toContain(said)
  })

  test.each<[string[], string | undefined]>([
    [[], undefined],
    [['node', 'x.js', '*'], undefined],
    [['sh', '-c', 'cd /app && exec node x.js $PORT'], undefined],
    [['/bin/bash', '-lc', 'a | b'], undefined],
    [['find', '/x', '-exec', 'id', ';'], 'find /x -exec id \\;'],
    [['awk', '{print $NF}'], "awk '{print $NF}'"],
    [['grep', '^a$'], undefined],
  ])('nothing of %j', (words, line) => {
    expect(commandWarnings('command', words, line)).toEqual([])
  })
})
