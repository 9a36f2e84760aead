import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** What the tests of the contract read: the project's documents, and their parts. */

export const root = fileURLToPath(new URL('../..', import.meta.url))

export const read = (path: string): string => readFileSync(`${root}/${path}`, 'utf8')

export const documents = ['README.md', 'CONTRIBUTING.md', 'CHANGELOG.md', 'simulator/FIDELITY.md'] as const

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm

/** The fenced blocks in that language. */
export const blocks = (markdown: string, language: string): string[] =>
  [...markdown.matchAll(fence)].flatMap(([, found, content = '']) => (found === language ? [content] : []))

export const withoutBlocks = (markdown: string): string => markdown.replace(fence, '')

/** What stands between single backticks. */
export const codeSpans = (markdown: string): string[] =>
  [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)

/** The rows of the table whose head begins with `head`, as cells. */
export const tableRows = (markdown: string, head: string): string[][] => {
  const lines = markdown.split('\n')
  const start = lines.findIndex(
    (line, index) => line.startsWith(`| ${head} |`) && lines[index + 1]?.startsWith('| --- |'),
  )
  if (start < 0) throw new Error(`there is no table with the head "${head}"`)
  const end = lines.findIndex((line, index) => index > start && !line.startsWith('|'))
  return lines.slice(start + 2, end).map((line) =>
    line
      .split(/(?<!\\)\|/)
      .slice(1, -1)
      .map((cell) => cell.trim()),
  )
}

/** GitHub's anchors of the headings. */
export const anchors = (markdown: string): string[] =>
  [...withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )

export const links = (markdown: string): string[] =>
  [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)

/** The one code span of a cell such as `` `success` ``. */
export const bare = (cell: string | undefined): string => /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? ''
