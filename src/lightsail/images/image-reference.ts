import { blankImage, brokenName, brokenText, doubtfulTag, unseenInImage } from '../../options/image-name.ts'

/** A file of this machine; its content is checked before anything is written. */
const archive = /^(?:oci-archive|docker-archive):\S.*$/

/** `:service.label.7`, an image stored in the service itself (docs/lightsail-facts.md §3). */
const storedImage = /^:[a-z0-9-]+\.[a-z0-9-]+\.(?:\d+|latest)$/

/** `:service.label.7` without its colon, which Docker Hub would be asked for. */
const storedWithoutColon = /^[a-z0-9-]+\.[a-z0-9-]+\.(?:\d+|latest)$/

/** What is wrong with an image's name, with the way to write it right where that is known; or nothing. */
export function validateImage(image: string): string | undefined {
  const fault = blankImage(image) ?? unseenInImage(image)
  if (fault !== undefined || archive.test(image)) return fault
  return (
    brokenText(image) ?? (image.startsWith(':') ? brokenStored(image) : (misread(image) ?? brokenName(image)))
  )
}

function brokenStored(image: string): string | undefined {
  if (storedImage.test(image)) return undefined
  const written = image.toLowerCase().replace(/^:+/, ':')
  if (storedImage.test(written))
    return `"${image}" must look like ":service.label.7" (in lower case): "${written}"`
  return `"${image}" must look like ":service.label.7" or ":service.label.latest" (in lower case); if it should start with a name, the expression for that name came out empty`
}

/** What the author probably wanted with another form than a name. */
function misread(image: string): string | undefined {
  if (/^(?:oci|docker)-archive:/.test(image)) return `"${image}" names no file after its colon`
  if (storedWithoutColon.test(image))
    return `"${image}" would be pulled from Docker Hub; for an image stored in the service, did you mean ":${image}"?`
  return undefined
}

/** What should be said about a name that is taken, or nothing. */
export function doubtImage(image: string): string | undefined {
  if (/^:\d+\.\d+\.\d+$/.test(image))
    return `${image} names an image stored in a service called ${image.split(/[:.]/)[1]}; did the expression for its name come out empty?`
  return archive.test(image) ? undefined : doubtfulTag(image)
}
