/** A container to run; `image` is its name on this machine. */
export interface Container {
  readonly name: string
  readonly image: string
  /** In place of the image's own. */
  readonly entryPoint?: readonly string[]
  /** In place of the image's own, unless empty. */
  readonly command: readonly string[]
  readonly environment: Readonly<Record<string, string>>
  readonly memoryMiB?: number
}

/** Containers that run together share a network of their own, as with AWS: `localhost` is the other one. */
export function runArguments(
  { image, command, environment, entryPoint = [], memoryMiB }: Container,
  network: string,
): string[] {
  const variables = Object.entries(environment).flatMap(([key, value]) => ['--env', `${key}=${value}`])
  const [program, ...rest] = entryPoint
  return [
    ...['run', '--detach', '--network', network, ...variables],
    ...(memoryMiB === undefined ? [] : ['--memory', `${memoryMiB}m`]),
    ...(program === undefined ? [] : ['--entrypoint', program]),
    ...[image, ...rest, ...command],
  ]
}
