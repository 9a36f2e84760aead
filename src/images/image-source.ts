/** Where a workflow writes that an image lies in a file: `oci-archive:image.tar`. */
export type ImageSource =
  | { readonly kind: 'oci-archive' | 'docker-archive'; readonly path: string }
  | { readonly kind: 'engine' }
