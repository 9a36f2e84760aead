import { unseenCharacter } from '../inputs/characters.ts'
import { printedNothing, unexpandedPart } from '../inputs/placeholders.ts'

/** Issues of image names, with the right form where it is known. */

/** `[domain[:port]/]path[:tag][@digest]`, as registries and container engines define it. */
const imageReference =
  /^(?:(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(?=:))(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[a-z0-9+.-]+:[a-fA-F0-9]{32,})?$/

const blank = 'the expression for it came out empty'

function notName(image: string, why: string): string {
  return `"${image}" is not an image name: ${why}`
}

/** Of a name that is nothing but blanks. */
export function blankImage(image: string): string | undefined {
  return image.trim() === '' ? `is blank: ${blank}` : undefined
}

/** For a text with an invisible character. */
export function unseenInImage(image: string): string | undefined {
  const unseen = unseenCharacter(image)
  return unseen === undefined ? undefined : `"${image}" contains ${unseen}; remove it`
}

/** What no name can hold: it was pasted, printed or expanded wrongly. */
export function brokenText(image: string): string | undefined {
  // Not repeated: it is a secret. A digest holds no "/".
  if (/@(?!sha\d+:)[^@]*\//.test(image))
    return 'must not contain a user name or a password; write the name without what stands before the "@"'
  const lines = image.split(/\r?\n/).filter((line) => line.trim() !== '')
  if (lines.length > 1) return `has ${lines.length} lines; set one image, such as "${lines[0]?.trim()}"`
  if (printedNothing(image) !== undefined || /\[object \w+\]/.test(image))
    return notName(image, 'it is what expressions and programs produce for an empty value')
  const part = /[$<{%]|^__.*__$/.test(image) ? unexpandedPart(image) : undefined
  if (part !== undefined || image.includes('${'))
    return notName(image, `nothing expands ${part ?? 'a variable'} in it; in a workflow write \${{ … }}`)
  if (/^["'].*["']$/.test(image)) return notName(image, `write ${image.slice(1, -1)} without quotation marks`)
  const scheme = /^(?:https?|docker|oci|docker-daemon|containers-storage):(?:\/\/)?(?=[^\d/])/i.exec(
    image,
  )?.[0]
  if (scheme?.endsWith('//')) {
    const rest = image.slice(scheme.length)
    return notName(image, `write ${rest === '' ? 'it' : rest} without ${scheme}`)
  }
  if (/^docker (?:pull|run)\s/.test(image)) return notName(image, 'write only the name')
  if (/[,;]/.test(image)) return notName(image, 'set one image, not a list')
  if (/\s/.test(image)) return notName(image, 'it contains a space')
  return undefined
}

/** What is not the name of an image in a registry. */
export function brokenName(image: string): string | undefined {
  if (/^@?sha256:/i.test(image) || /^[a-f0-9]{64}$/.test(image)) {
    const digest = `sha256:${image.replace(/^@?(?:sha256:)?/i, '')}`
    return `"${image}" is a digest without a name; write name@${digest}, such as ghcr.io/acme/shop@${digest}`
  }
  if (/[:@]$/.test(image))
    return `"${image}" ends with "${image.at(-1)}": the expression for its tag came out empty`
  if (/\/\/|^[/.]/.test(image)) return notName(image, 'part of it is missing; an expression came out empty')
  if (image.endsWith('/')) return notName(image, `nothing follows its last "/"; write ${image.slice(0, -1)}`)
  return brokenDigest(image) ?? brokenTag(image) ?? brokenRest(image)
}

function brokenDigest(image: string): string | undefined {
  const tagged = /^(.+):(sha256:[a-f0-9]{64})$/.exec(image)
  if (tagged) return notName(image, `a digest follows "@"; write ${tagged[1]}@${tagged[2]}`)
  const at = image.indexOf('@')
  if (at < 0) return undefined
  const digest = image.slice(at + 1)
  if (/^sha256:[a-f0-9]{64}$/.test(digest) || /^(?!sha256:)[a-z0-9+.-]+:[a-fA-F0-9]{32,}$/.test(digest))
    return undefined
  const name = image.slice(0, at)
  const lowerCase = digest.toLowerCase()
  if (/^sha256:[a-f0-9]{64}$/.test(lowerCase))
    return `"${image}" must have its digest in lower case; write ${name}@${lowerCase}`
  if (/^[a-f0-9]{64}$/.test(digest)) return notName(image, `write ${name}@sha256:${digest}`)
  const found = digest.startsWith('sha256:') ? ` (there are ${digest.length - 'sha256:'.length})` : ''
  return notName(image, `"@" is followed by sha256: and 64 hexadecimal digits${found}, and ":" by a tag`)
}

/** What follows the last `/` and a `:`; a port does not stand there. */
function brokenTag(image: string): string | undefined {
  const [name = ''] = image.split('@')
  const tag = /^[^:]*:(.+)$/s.exec(name.replace(/^[^:/]+:\d+\//, ''))?.[1]
  if (tag === undefined) return undefined
  // Image tags are never called so; "none" may be a tag.
  if (/^(?:null|undefined|None|NaN)$/.test(tag))
    return `"${image}" has the tag "${tag}": the expression for it came out empty`
  if (/^\w[\w.-]{0,127}$/.test(tag)) return undefined
  const shape = 'a tag is at most 128 letters, digits, "_", "." and "-"'
  const written = tag.replace(/[^\w.-]+/g, '-').replace(/^[.-]+/, '')
  const isNear = !tag.includes(':') && tag.length <= 128 && written !== ''
  return notName(image, `${shape}${isNear ? `; write ${name.slice(0, -tag.length)}${written}` : ''}`)
}

function brokenRest(image: string): string | undefined {
  if (imageReference.test(image)) return undefined
  const [name = ''] = image.split(/(?=[@]|:[^:/]*$)/)
  const written = `${name.toLowerCase()}${image.slice(name.length)}`
  if (imageReference.test(written)) return `"${image}" must be in lower case up to the tag; write ${written}`
  return `"${image}" is not an image name such as ghcr.io/acme/shop:1.2.3`
}

/** A warning about a valid name; `undefined` if there is none. */
export function doubtfulTag(image: string): string | undefined {
  return /:[^/@]*[-._]$/.test(image)
    ? `the tag of ${image} ends with "${image.at(-1)}"; did the expression for the rest of it come out empty?`
    : undefined
}
