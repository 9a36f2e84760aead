import fc from 'fast-check'

/** How often the property tests draw, and what people, programs and attackers write. */

/** The same drawings every time, unless a hunt asks for others; a failure prints its seed and path. */
fc.configureGlobal({
  seed: Number(process.env['PROPERTY_SEED'] ?? 20_261_121),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 300),
})

/** Everything that means something to a parser, a shell, a terminal, a runner or a browser. */
const pieces = [
  ...['\n', '\r\n', '\r', '\t', ' ', '=', '==', '<<', '<<END', 'END', '#', ':', ': ', ',', ';', '-', '- '],
  ...['{', '}', '[', ']', '"', "'", '`', '\\', '\\n', '\\u0041', '$', '{{ x }}', '&', '&a', '*a', '|', '>'],
  ...['::error::', '::add-mask::x', '##[', '##[group]', '%0A', '<b>', '</pre>', '@octocat', 'https://e.x/'],
  ...[
    '\u001b[31m',
    '\u001b]0;',
    '\u0007',
    '\u009b',
    '\u0000',
    '\u007f',
    '\u202e',
    '\u2028',
    '\ufeff',
    '\ud800',
  ],
  ...[
    '__proto__',
    'constructor',
    'toString',
    'null',
    'true',
    '~',
    '!!int',
    '---',
    '...',
    '?',
    '1.10',
    '1e999',
  ],
  ...['a', 'B', '7', '_', '.', '/', 'é', '日', '🚀', 'NAME', 'NAME=', 'containers:', 'image: nginx', 'app'],
]

/** Short texts that often cause bugs. */
export const nastyText = fc
  .array(fc.oneof({ weight: 4, arbitrary: fc.constantFrom(...pieces) }, fc.string({ maxLength: 4 })), {
    maxLength: 24,
  })
  .map((parts) => parts.join(''))

/** Any text at all. */
export const anyText = fc.oneof(
  { weight: 3, arbitrary: nastyText },
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
)

/** Any text of one line. */
export const anyLine = anyText.map((text) => text.replace(/[\r\n]/g, ' '))

/** Names of environment variables, those among them that JavaScript's objects have already. */
export const variableNames = fc.oneof(
  fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_.-]{0,12}$/),
  fc.constantFrom('__proto__', 'constructor', 'toString', 'hasOwnProperty', 'PATH'),
)

/** Names of services and containers. */
export const resourceNames = fc.oneof(
  fc.stringMatching(/^[a-z0-9][a-z0-9-]{0,20}[a-z0-9]$/),
  fc.constantFrom('a', 'a1', 'constructor', 'app'),
)

export const imageNames = fc.constantFrom(
  'nginx',
  'ghcr.io/acme/shop:9a8b7c',
  'localhost:5000/a/b__c:v1.2-3',
  `public.ecr.aws/x/y@sha256:${'a'.repeat(64)}`,
  ':shop.app.7',
)
