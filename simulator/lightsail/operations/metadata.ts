import type { Context } from '../requests/context.ts'
import type { Request } from '../requests/shapes.ts'

/** The entry that the lightsailctl plugin looks for when it checks its own version (docs/lightsail-facts.md §1.5, §3.1). */
export function getContainerAPIMetadata(
  _input: Request<'GetContainerAPIMetadata'>,
  _context: Context,
): { readonly metadata: readonly Readonly<Record<string, string>>[] } {
  return { metadata: [{ name: 'lightsailctlVersion', value: '1.0.8' }] }
}
