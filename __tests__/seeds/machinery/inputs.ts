/** What is asked of the action: inputs by name. */
export type Inputs = Readonly<Record<string, string>>

/** As the runner hands them over. */
export function environmentOf(inputs: Inputs): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ region: 'eu-central-1', ...inputs }).map(([name, text]) => [
      `INPUT_${name.toUpperCase()}`,
      text,
    ]),
  )
}
