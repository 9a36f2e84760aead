import type { Outcome } from '../../../simulator/lightsail/outcomes.ts'

/** The same outcome of an app that prints its environment as it starts: value by value, line by line, and as JSON. */
export function talkative(outcome: Outcome): Outcome {
  return {
    ...outcome,
    story: [
      ...outcome.story,
      {
        kind: 'app',
        second: Math.min(46, Math.max(1, outcome.seconds.creating)),
        lines: ({ environment }) => [
          ...Object.entries(environment).flatMap(([name, value]) => `${name}=${value}`.split('\n')),
          `Error: bad configuration ${JSON.stringify(environment)}`,
        ],
      },
    ],
  }
}
