/** What is asked of the action: inputs by name. */
export type Inputs = Readonly<Record<string, string>>

const usualIntervals = ['5', '10', '10', '15', '20', '45']

/** Of `poll-interval-seconds`. A poll every second is rare: it costs as much as ten usual runs. */
export const pollIntervals: readonly [string, ...string[]] = [
  '1',
  ...usualIntervals,
  ...usualIntervals,
  ...usualIntervals,
]

/** As the runner hands them over. */
export function environmentOf(inputs: Inputs): Record<string, string> {
  return Object.fromEntries(
    Object.entries({ region: 'eu-central-1', ...inputs }).map(([name, text]) => [
      `INPUT_${name.toUpperCase()}`,
      text,
    ]),
  )
}
