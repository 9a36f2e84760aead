/** Where a line is spoken: the container that the outcome happens to. */
export interface ScriptContext {
  readonly port: number
  /** An app may print it. */
  readonly environment: Readonly<Record<string, string>>
}

/**
 * One moment of a deployment's log, in seconds from its start. `platform` lines appear in every container's log with the
 * deployment's number in front, `bare` ones without it (docs/lightsail-facts.md §2.6); `node` is a node that starts, and with it every
 * healthy container; `app` is the culprit's own output; `checks` are the load balancer's requests that it answers.
 */
export type ScriptEntry =
  | { readonly kind: 'platform'; readonly second: number; readonly line: string }
  | { readonly kind: 'bare'; readonly second: number; readonly line: string }
  | { readonly kind: 'node'; readonly second: number }
  | {
      readonly kind: 'app'
      readonly second: number
      readonly lines: (scene: ScriptContext) => readonly string[]
    }
  | { readonly kind: 'checks'; readonly second: number; readonly until: number; readonly status: number }

export type LogScript = readonly ScriptEntry[]
type Lines = (scene: ScriptContext) => readonly string[]

const creating: ScriptEntry = { kind: 'platform', second: 1, line: 'Creating your deployment' }

/** Listens, is checked, is steady, is finalized: the order seen in real logs (§2.6). */
export function successScript({ steadyAt }: { steadyAt: number }): LogScript {
  const startedAt = Math.max(1, Math.min(45, steadyAt - 1))
  return [
    creating,
    { kind: 'node', second: startedAt },
    {
      kind: 'app',
      second: startedAt + 3,
      lines: ({ port }) => [`Server listening on http://0.0.0.0:${port}`],
    },
    { kind: 'checks', second: startedAt + 7, until: steadyAt + 60, status: 200 },
    { kind: 'platform', second: steadyAt, line: 'Reached a steady state' },
    { kind: 'platform', second: steadyAt + 5, line: 'Finalizing your deployment' },
  ]
}

/**
 * Runs but never passes its health check: replaced twice, then given too little time. No status: nothing answers.
 * `late` is said shortly before each replacement.
 */
export function healthScript({
  boot,
  status,
  late,
}: {
  boot: Lines
  status?: number
  late?: Lines
}): LogScript {
  const starts = [45, 190, 335]
  return [
    creating,
    ...starts.flatMap(
      (second): LogScript => [
        { kind: 'node', second },
        { kind: 'app', second: second + 3, lines: boot },
        ...(status === undefined
          ? []
          : [{ kind: 'checks', second: second + 7, until: second + 135, status } as const]),
        ...(late === undefined ? [] : [{ kind: 'app', second: second + 131, lines: late } as const]),
      ],
    ),
    { kind: 'platform', second: 476, line: 'Took too long' },
  ]
}

/** Comes up and dies, three times, until the deployment is given up. */
export function crashScript(lines: Lines): LogScript {
  return [
    creating,
    ...[45, 130, 215].flatMap(
      (second): LogScript => [
        { kind: 'node', second },
        { kind: 'app', second: second + 4, lines },
      ],
    ),
    { kind: 'bare', second: 336, line: 'Canceled' },
  ]
}

/** Three starts, "Canceled", not one line of the app: the signature of an image that cannot be pulled (§2.6). */
export const pullScript: LogScript = crashScript(() => [])

export const neverScript: LogScript = [
  creating,
  { kind: 'node', second: 45 },
  { kind: 'app', second: 48, lines: () => ['Waiting for the database to accept connections'] },
]
