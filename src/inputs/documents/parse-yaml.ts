import { Composer, type Document, Lexer, type ParsedNode, Parser } from 'yaml'

/** Something that is wrong at an offset of the text. */
export interface TextIssue {
  readonly message: string
  readonly offset: number
}

export type YamlDocument = Document.Parsed<ParsedNode>

/** Maps and lists within one another; the shapes we read have six levels. */
const MAX_LEVELS = 100

const multipleDocuments = 'only one document is allowed: move what follows "---" to its own file'

/** The parser's own messages may quote the text, and so a secret: these do not. */
const messages: Readonly<Record<string, string>> = {
  ALIAS_PROPS: 'an alias cannot have a tag or an anchor of its own',
  BAD_ALIAS: 'an alias cannot have a tag or an anchor of its own',
  BAD_INDENT: 'the indentation is wrong here',
  BAD_SCALAR_START: 'text that starts with this character needs quotation marks',
  BLOCK_AS_IMPLICIT_KEY:
    'a map cannot start in the middle of a line; a value that contains ": " needs quotation marks',
  BLOCK_IN_FLOW: 'an indented block is not allowed inside brackets',
  MISSING_CHAR: 'a character is missing here: a quotation mark, a comma, a colon or a bracket',
  MULTILINE_IMPLICIT_KEY: 'this line is neither "key: value" nor a list entry',
  TAB_AS_INDENT: 'a tab cannot indent; use spaces',
  TAG_RESOLVE_FAILED: 'a tag such as !Ref or !vault has no meaning here; write the value itself',
}

/**
 * One document of JSON or YAML. The library calls itself for each level, so levels are counted before anything is built.
 * Duplicate keys are left to the reader: to find them here takes time that grows with the square of their number.
 */
export function parseYaml(text: string): { document: YamlDocument } | { issues: TextIssue[] } {
  const parser = new Parser()
  let tooDeep: number | undefined
  const tokens = function* () {
    for (const lexeme of new Lexer().lex(text)) {
      yield* parser.next(lexeme)
      if (parser.stack.length <= MAX_LEVELS) continue
      tooDeep = parser.offset
      return
    }
    yield* parser.end()
  }
  const composer = new Composer({ prettyErrors: false, logLevel: 'error', uniqueKeys: false, merge: true })
  const documents = [...composer.compose(tokens(), true, text.length)]
  if (tooDeep !== undefined)
    return { issues: [{ message: `more than ${MAX_LEVELS} levels of maps and lists`, offset: tooDeep }] }
  const [document, second] = documents
  if (document === undefined) return { issues: [{ message: 'contains no document', offset: 0 }] }
  const { errors, warnings } = document
  const found = [...errors, ...warnings.filter(({ code }) => code === 'TAG_RESOLVE_FAILED')].map(
    ({ code, pos }): TextIssue => ({
      message: messages[code] ?? 'this is neither JSON nor YAML',
      offset: pos[0],
    }),
  )
  if (second) found.push({ message: multipleDocuments, offset: second.range[0] })
  return found.length > 0 ? { issues: found } : { document }
}
