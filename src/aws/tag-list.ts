/** Tags as the APIs of AWS want them. */
export function tagList(tags: Readonly<Record<string, string>>) {
  return Object.entries(tags).map(([key, value]) => ({ key, value }))
}

/** Tags as they come from an API, by key. */
export function tagsOf(
  list: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] | undefined,
): Record<string, string> {
  return Object.fromEntries((list ?? []).map(({ key, value }) => [key ?? '', value ?? '']))
}
