import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

/** What the tests of the contract read: the project's documents, and their parts. */

export const root = fileURLToPath(new URL('../..', import.meta.url))

export function read(path: string): string {
  return readFileSync(`${root}/${path}`, 'utf8')
}

function within(folder: string, names: RegExp): string[] {
  return readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => names.test(name))
    .map((name) => `${folder}/${name}`)
    .sort()
}

/** What users read, and what is made for them to copy. */
export const pages = ['README.md', 'ecs/README.md', ...within('docs', /\.md$/)]

/** The workflows of `examples/`. */
export const exampleWorkflows = within('examples', /\.ya?ml$/).filter((path) => /^jobs:/m.test(read(path)))

/** Every Markdown file but those of contributors' tools. */
export const documents = [
  ...pages,
  ...readdirSync(root).filter((name) => name.endsWith('.md') && name !== 'README.md'),
  ...within('simulator', /\.md$/),
]

const fence = /^```(\w*)\n([\s\S]*?)^```$/gm

/** The fenced blocks in that language. */
export function blocks(markdown: string, language: string): string[] {
  return [...markdown.matchAll(fence)].flatMap(([, found, content = '']) =>
    found === language ? [content] : [],
  )
}

export function withoutBlocks(markdown: string): string {
  return markdown.replace(fence, '')
}

/** What stands between single backticks. */
export function codeSpans(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/`([^`\n]+)`/g)].map(([, code = '']) => code)
}

/** The rows of the table whose head begins with `head`, as cells. */
export function tableRows(markdown: string, head: string): string[][] {
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
export function anchors(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/^#+ (.+)$/gm)].map(([, title = '']) =>
    title
      .toLowerCase()
      .replace(/[^\p{L}\p{N} _-]/gu, '')
      .replaceAll(' ', '-'),
  )
}

export function links(markdown: string): string[] {
  return [...withoutBlocks(markdown).matchAll(/\]\(([^)\s]+)\)/g)].map(([, target = '']) => target)
}

/** The one code span of a cell such as `` `success` ``. */
export function bare(cell: string | undefined): string {
  return /^`([^`]+)`$/.exec(cell ?? '')?.[1] ?? ''
}

/** Links of a document to files and headings of this repository that are not there. */
export function deadLinks(path: string): string[] {
  return links(read(path))
    .filter((link) => !/^https?:/.test(link))
    .filter((link) => {
      const [target = '', anchor] = link.split('#')
      const file = target === '' ? path : join(dirname(path), target)
      if (!existsSync(join(root, file))) return true
      return anchor !== undefined && !anchors(read(file)).includes(anchor)
    })
}
