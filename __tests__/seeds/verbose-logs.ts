import type { Outcome } from '../../simulator/lightsail/outcomes.ts'

/** The same fate of an app that prints its environment as it starts: value by value, line by line, and as JSON. */
export const talkative = (fate: Outcome): Outcome => ({
  ...fate,
  story: [
    ...fate.story,
    {
      kind: 'app',
      second: Math.min(46, Math.max(1, fate.seconds.creating)),
      lines: ({ environment }) => [
        ...Object.entries(environment).flatMap(([name, value]) => `${name}=${value}`.split('\n')),
        `Error: bad configuration ${JSON.stringify(environment)}`,
      ],
    },
  ],
})
