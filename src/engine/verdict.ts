/** How a run can end. The names are the `result` output: users and their workflows compare with them. */
export const greenResults = ['success', 'unchanged', 'planned', 'started', 'deleted', 'reported'] as const
export const redResults = [
  'failed-kept-previous',
  'failed-nothing-serving',
  'not-verified',
  'rolled-back',
  'superseded',
  'timed-out',
  'could-not-look',
  'refused',
  'invalid-input',
  'cancelled',
  'internal',
] as const

export type GreenResult = (typeof greenResults)[number]
export type RedResult = (typeof redResults)[number]

export type Result = GreenResult | RedResult

export interface Green {
  readonly result: GreenResult
  readonly reasonCode: string
  /** What happened, as one sentence without a full stop. */
  readonly reason: string
}

/** A red end always says what to do: `fix` cannot be left out. */
export interface Red {
  readonly result: RedResult
  readonly reasonCode: string
  /** What happened, what serves and why, as one sentence without a full stop. */
  readonly reason: string
  /** What to do; several things stand on a line each. */
  readonly fix: string
}

export type Verdict = Green | Red

export const isRed = (verdict: Verdict): verdict is Red =>
  (redResults as readonly string[]).includes(verdict.result)
