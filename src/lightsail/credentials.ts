/** What the SDK signs with, as far as it is secret. */
interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/**
 * Hears of the credentials that a client finds, wherever that is: files, single sign-on, the machine's own. Before the
 * first request with them, so that an answer that quotes them comes later.
 */
export const watchCredentials = <Asked extends unknown[], Found extends Credentials>(
  client: { readonly config: { credentials: (...asked: Asked) => Promise<Found> } },
  onFound: (values: readonly string[]) => void,
): void => {
  const find = client.config.credentials
  client.config.credentials = async (...asked) => {
    const found = await find(...asked)
    onFound([found.accessKeyId, found.secretAccessKey, found.sessionToken ?? ''])
    return found
  }
}
