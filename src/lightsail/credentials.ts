/** What the SDK signs with, as far as it is secret. */
interface Credentials {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

/**
 * Ends the search for credentials with the job: a program, or a service that is slow to answer, may take any time, and
 * what the SDK is told when it sends a request is not known to its providers. Hears of the credentials that a client finds, wherever that is: files, single sign-on, the machine's own. Before the
 * first request with them, so that an answer that quotes them comes later.
 */
export const watchCredentials = <Asked extends unknown[], Found extends Credentials>(
  client: { readonly config: { credentials: (...asked: Asked) => Promise<Found> } },
  { onFound, signal }: { onFound: (values: readonly string[]) => void; signal: AbortSignal },
): void => {
  const find = client.config.credentials
  client.config.credentials = async (...asked) => {
    const found = await unlessEnded(find(...asked), signal)
    onFound([found.accessKeyId, found.secretAccessKey, found.sessionToken ?? ''])
    return found
  }
}

const unlessEnded = async <Found>(finding: Promise<Found>, signal: AbortSignal): Promise<Found> => {
  let end: () => void = () => undefined
  const ended = new Promise<never>((_, reject) => {
    end = () =>
      reject(Object.assign(new Error('given up before credentials were found'), { name: 'AbortError' }))
    if (signal.aborted) end()
    else signal.addEventListener('abort', end)
  })
  try {
    return await Promise.race([finding, ended])
  } finally {
    signal.removeEventListener('abort', end)
  }
}
