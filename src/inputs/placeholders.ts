/** Placeholders that the author expected a tool to replace, and that reach the container as they are. */

const kinds = [
  ['a GitHub expression (evaluated in workflow files only)', /\$\{\{/],
  [
    'a variable',
    /\$\{[A-Za-z_][^}]*\}|(?<![\w$])\$(?:[A-Z_][A-Z0-9_]*|[a-z_][a-z0-9_]*$)(?![\w])|^%[A-Za-z_]\w*%$/,
  ],
  ['a command', /\$\([^)]+\)|^`[^`]+`$/],
  ['a template', /\{\{[^{}]*\}\}|^#\{[^{}]+\}#?$|^\[\[[^[\]]+\]\]$|^<%=.*%>$/],
  [
    'a placeholder',
    /^<[^<>]+>$|<(?:your|my|insert|replace|get|put|todo)[ _-][^<>]*>|<[A-Z][A-Z0-9]*(?:[_ -][A-Z0-9]+)+>|^__[A-Za-z][\w.-]*__$|^(@@?)[A-Z][A-Z0-9_]*\1$/i,
  ],
  [
    'a placeholder',
    /^(?:change|replace|fill)[-_ ]?(?:me|this|it|in)\b.*$|^(?:todo|tbd|fixme|placeholder|insert[-_ ].*|x{4,}|\.{3,}|…)$|^your[-_ ].+$/i,
  ],
  ['a masked value', /^\*{3,}$/],
  ['what programs print for an empty value', /^(?:undefined|\[object \w+\])$/],
] as const

/** Issue of a name that is what a program prints for nothing, such as `undefined`; it may be valid all the same. */
export function printedNothing(name: string): string | undefined {
  return /^(?:none|null|undefined|nil|nan|true|false)$/i.test(name.trim())
    ? `"${name}" is what expressions and programs produce for an empty value`
    : undefined
}

/** The kind of placeholder in a text: `a variable`, `a placeholder`; `undefined` if there is none. */
export function unexpandedPart(text: string): (typeof kinds)[number][0] | undefined {
  const whole = text.trim()
  // Placeholders are short; a longer match is prose.
  if (whole.length > 2_000) return undefined
  return kinds.find(([, pattern]) => pattern.test(whole))?.[0]
}
