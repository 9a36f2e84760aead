import { blankImage, brokenName, brokenText, unseenInImage } from '../../options/image-name.ts'

/** What is wrong with an image's name, with the way to write it right where that is known; or nothing. */
export function validateImage(image: string): string | undefined {
  return (
    blankImage(image) ?? unseenInImage(image) ?? elsewhere(image) ?? brokenText(image) ?? brokenName(image)
  )
}

/** Forms that the other action takes, and that no task can pull. */
function elsewhere(image: string): string | undefined {
  if (/^(?:oci|docker)-archive:/.test(image))
    return `"${image}" is a file on this machine, but ECS pulls from registries: push it in a step before this one`
  return /^:[a-z0-9-]+\.[a-z0-9-]+\.(?:\d+|latest)$/.test(image)
    ? `"${image}" is stored in a Lightsail container service, where ECS cannot pull it: push the image to a registry`
    : undefined
}
