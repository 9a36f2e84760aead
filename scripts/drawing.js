/**
 * Draws our own Markdown as GitHub shows it: as much of Markdown as our pages have, as one SVG with system fonts, for
 * light and dark. Text flows by itself; only lines, boxes and wrapping go by estimated widths.
 */
import { blocksOf, decoded, escaped, inline, SIZE, shownText, widthOf, wrapped } from './page-markdown.js'

/** @typedef {import('./page-markdown.js').Block} Block */

const WIDTH = 860
const INNER = WIDTH - 34

/** @param {string} markdown @param {{ author: string, remark: string }} head */
export function drawing(markdown, { author, remark }) {
  /** @type {string[]} */
  const parts = []
  let y = 62
  for (const block of blocksOf(markdown)) {
    const { svg, height } = drawBlock(block, y)
    parts.push(svg)
    y += height + 14
  }
  const height = Math.ceil(y + 4)
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-size="${SIZE}">
<title>${titleOf(markdown)}</title>
<style>${styles}</style>
<rect class="page line" x="0.5" y="0.5" width="${WIDTH - 1}" height="${height - 1}" rx="6"/>
<path class="bar line" d="M0.5 40.5 v-34 a6 6 0 0 1 6 -6 h${WIDTH - 13} a6 6 0 0 1 6 6 v34 z"/>
<text class="faint" x="17" y="26"><tspan class="bold plain">${escaped(author)}</tspan> ${escaped(remark)}</text>
${parts.join('\n')}
</svg>
`
}

/** What is drawn, for those who cannot see it. @param {string} markdown */
function titleOf(markdown) {
  return escaped(decoded(/^### (.*)$/m.exec(markdown)?.[1] ?? ''))
}

const light = {
  plain: '#1f2328',
  faint: '#59636e',
  link: '#0969da',
  red: '#cf222e',
  line: '#d1d9e0',
  page: '#ffffff',
  bar: '#f6f8fa',
  plus: '#dafbe1',
  minus: '#ffebe9',
  changed: '#ffd8b5',
}
const dark = {
  plain: '#f0f6fc',
  faint: '#9198a1',
  link: '#4493f8',
  red: '#f85149',
  line: '#3d444d',
  page: '#0d1117',
  bar: '#151b23',
  plus: '#033a16',
  minus: '#67060c',
  changed: '#5a1e02',
}

/** @param {typeof light} colours */
function theme(colours) {
  return Object.entries(colours)
    .map(([name, colour]) => (name === 'line' ? `.line{stroke:${colour}}` : `.${name}{fill:${colour}}`))
    .join('')
}

const styles = `text{font-family:-apple-system,BlinkMacSystemFont,"Segoe UI","Noto Sans",Helvetica,Arial,sans-serif}.bold{font-weight:600}.mono{font-family:ui-monospace,SFMono-Regular,"SF Mono",Menlo,Consolas,"DejaVu Sans Mono",monospace;font-size:12px}${theme(light)}@media(prefers-color-scheme:dark){${theme(dark)}}`

/** @param {Block} block @param {number} y @param {number} [x] @returns {{ svg: string, height: number }} */
function drawBlock(block, y, x = 17) {
  switch (block.kind) {
    case 'title':
      return { svg: text(x, y + 14, inline(block.text), 'bold plain', 18), height: 22 }
    case 'text':
      return drawLines(wrapped(block.text, INNER - x), y, x)
    case 'alert': {
      const { svg, height } = drawLines(wrapped(block.text, INNER - 24), y + 28, x + 16)
      const bar = `<rect class="red" x="${x}" y="${y}" width="4" height="${height + 34}"/>`
      return { svg: `${bar}${text(x + 16, y + 18, 'Caution', 'bold red')}${svg}`, height: height + 34 }
    }
    case 'code':
    case 'diff':
      return drawCode(block, y, x)
    case 'table':
      return drawTable(block.rows, y, x)
    case 'folded': {
      const title = text(x, y + 14, `${block.blocks.length > 0 ? '▾' : '▸'} ${inline(block.title)}`, 'plain')
      const { svgs, height } = block.blocks.reduce(
        (all, inner) => {
          const { svg, height } = drawBlock(inner, y + all.height, x)
          return { svgs: [...all.svgs, svg], height: all.height + height + 8 }
        },
        { svgs: [''], height: 30 },
      )
      return { svg: title + svgs.join(''), height: block.blocks.length > 0 ? height : 20 }
    }
  }
}

/** @param {string[]} lines @param {number} y @param {number} x */
function drawLines(lines, y, x) {
  const svg = lines.map((line, index) => text(x, y + 14 + index * 21, inline(line), 'plain')).join('')
  return { svg, height: lines.length * 21 }
}

/** @param {{ kind: string, lines: string[] }} block @param {number} y @param {number} x */
function drawCode({ kind, lines }, y, x) {
  const most = Math.floor((INNER - 32) / 7.3)
  const height = lines.length * 18 + 24
  const rows = lines.map((line, index) => {
    const row = y + 12 + index * 18
    const shown = decoded(line).slice(0, most)
    const sign = kind === 'diff' ? { '+': 'plus', '-': 'minus', '!': 'changed' }[shown[0] ?? ''] : undefined
    const mark = sign ? `<rect class="${sign}" x="${x}" y="${row - 1}" width="${INNER}" height="18"/>` : ''
    return mark + text(x + 14, row + 12, escaped(shown), 'mono plain')
  })
  return {
    svg: `<rect class="bar" x="${x}" y="${y}" width="${INNER}" height="${height}" rx="6"/>${rows.join('')}`,
    height,
  }
}

/** @param {string[][]} rows @param {number} y @param {number} x */
function drawTable(rows, y, x) {
  const columns = Math.max(...rows.map((row) => row.length))
  const widths = Array.from(
    { length: columns },
    (_, column) => Math.max(...rows.map((row) => widthOf(shownText(row[column] ?? '')) * 1.06)) + 28,
  )
  const lefts = widths.map((_, column) => x + widths.slice(0, column).reduce((sum, width) => sum + width, 0))
  const most = Math.min(
    widths.reduce((sum, width) => sum + width, 0),
    INNER,
  )
  const svg = rows.map((row, index) => {
    const top = y + index * 32
    const style = index === 0 ? 'bold plain' : 'plain'
    return [
      index % 2 === 0 && index > 0
        ? `<rect class="bar" x="${x}" y="${top}" width="${most}" height="32"/>`
        : '',
      ...row.map((cell, column) => text((lefts[column] ?? x) + 13, top + 21, inline(cell), style)),
      index > 0 ? `<path class="line" d="M${x} ${top + 0.5} h${most}"/>` : '',
    ].join('')
  })
  const height = rows.length * 32
  const bars = lefts.slice(1).map((left) => ` M${left + 0.5} ${y} v${height}`)
  const frame = `<path class="line" fill="none" d="M${x + 0.5} ${y + 0.5} h${most} v${height} h${-most} z${bars.join('')}"/>`
  return { svg: svg.join('') + frame, height }
}

/** @param {number} x @param {number} y @param {string} content @param {string} style @param {number} [size] */
function text(x, y, content, style, size) {
  return `<text xml:space="preserve" x="${x}" y="${y}" class="${style}"${size ? ` font-size="${size}"` : ''}>${content}</text>`
}
