/** `[domain[:port]/]path[:tag][@digest]`, as registries and container engines define it. */
const imageReference =
  /^(?:(?:localhost|[a-zA-Z0-9-]+(?:\.[a-zA-Z0-9-]+)+|[a-zA-Z0-9-]+(?=:))(?::\d+)?\/)?[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*(?:\/[a-z0-9]+(?:(?:\.|_{1,2}|-+)[a-z0-9]+)*)*(?::\w[\w.-]{0,127})?(?:@[a-z0-9+.-]+:[a-fA-F0-9]{32,})?$/

/** A file of this machine; what is in it is looked at before anything is written. */
const archive = /^(?:oci-archive|docker-archive):\S.*$/

/** `:service.label.7`, an image stored in the service itself (fact sheet §3). */
const storedImage = /^:[a-z0-9-]+\.[a-z0-9-]+\.(?:\d+|latest)$/

/** What is wrong with an image's name, or nothing. */
export const imageFault = (image: string): string | undefined => {
  if (image.startsWith(':')) {
    return storedImage.test(image)
      ? undefined
      : `"${image}" must look like ":service.label.7" or ":service.label.latest" (in lower case)`
  }
  if (imageReference.test(image) || archive.test(image)) return undefined
  if (image.trim() === '') return 'is blank'
  if (/[:@]$/.test(image))
    return `"${image}" ends with "${image.at(-1)}": the expression for its tag gave nothing`
  if (imageReference.test(image.toLowerCase())) return `"${image}" must be in lower case up to the tag`
  return `"${image}" is not an image name such as ghcr.io/acme/shop:1.2.3`
}
