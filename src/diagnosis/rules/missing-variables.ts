/** How apps, frameworks and databases say that an environment variable is missing. */
const messages: readonly RegExp[] = [
  /\b(?:environment variables?|env(?:ironment)? vars?)\b.*\b(?:not set|not found|not defined|missing|required|undefined|must be set)\b/i,
  /\b(?:missing|required|invalid|set the)\b.*\benv(?:ironment)? var(?:iable)?s?\b/i,
  /\bneed to specify one of the following as an environment variable/i,
  // The container image of PostgreSQL.
  /\bYou must specify [A-Z][A-Z0-9_]+ to a non-empty value/,
  // envconfig for Go
  /\brequired key [A-Z][A-Z0-9_]+ missing value\b/,
  // Spring
  /\bCould not resolve placeholder '[A-Z][A-Z0-9_]+'/,
  // Ruby's ENV.fetch
  /\bkey not found: "[A-Z][A-Z0-9_]+" ?\(KeyError\)$/,
]

/** The application goes on without the variable, or the line is source code in a stack trace. */
function isHarmless(text: string): boolean {
  return (
    /^\s*(?:throw|raise|if)\b/.test(text) ||
    /\b(?:default(?:s|ing|ed)?|optional|using|fall(?:ing|s)? ?back|warn(?:ing)?|deprecated|ignor(?:ed|ing))\b/i.test(
      text,
    )
  )
}

/** Python raises the same error for any dictionary; only `os.environ` has this frame. */
function isEnvironLookup(text: string, run: readonly string[]): boolean {
  return (
    /^KeyError: '[A-Z][A-Z0-9_]+'$/.test(text) &&
    run.some((line) => /\bos\.environ\b|<frozen os>|\/os\.py"/.test(line))
  )
}

/** Capitals that are not the name of a variable. */
const noNames = new Set(['ERROR', 'FATAL', 'CRITICAL', 'ERR', 'ENV', 'JSON', 'URL', 'API', 'HTTP', 'HTTPS'])

/**
 * The variables that a line says are missing, empty if it names none; `undefined` if it says no such thing. Variables with a value
 * in `environment` are not missing, and a value is never taken for a name.
 */
export function missingVariables(
  text: string,
  environment: Readonly<Record<string, string>>,
  run: readonly string[],
): string[] | undefined {
  if (isHarmless(text)) return undefined
  if (!isEnvironLookup(text, run) && !messages.some((message) => message.test(text))) return undefined
  const values = new Set(Object.values(environment))
  const names = [...text.matchAll(/(?<![\w$=])[A-Z][A-Z0-9_]{2,63}(?![\w=])/g)]
    .map(([name]) => name)
    .filter((name) => !noNames.has(name) && !values.has(name))
  const missing = names.filter((name) => !Object.hasOwn(environment, name) || environment[name] === '')
  return names.length > 0 && missing.length === 0 ? undefined : [...new Set(missing)].slice(0, 5)
}
