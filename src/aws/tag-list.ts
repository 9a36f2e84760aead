/** Tags as the APIs of AWS want them. */
export const tagList = (tags: Readonly<Record<string, string>>) =>
  Object.entries(tags).map(([key, value]) => ({ key, value }))

/** Tags as they come from an API, by key. */
export const tagsOf = (
  list: readonly { readonly key?: string | undefined; readonly value?: string | undefined }[] | undefined,
): Record<string, string> =>
  Object.fromEntries((list ?? []).map(({ key, value }) => [key ?? '', value ?? '']))
