/** Why these images, which are named by a tag, are deployed again. */
export function movingTagsText(images: readonly string[]): string {
  return images.length === 1
    ? `the tag ${images[0]} may point to a new image`
    : `the tags ${images.join(', ')} may point to new images`
}
