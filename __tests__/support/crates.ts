import type { ReportingOptions } from '../../src/options/github-reporting.ts'
import type { RunOptions } from '../../src/rollout/contract/run.ts'
import type { Target, TargetTypes } from '../../src/rollout/contract/target.ts'

/** A minimal third kind of service beside Amazon's two: crates on a shelf. */
export interface Shelf {
  /** What stands there, by the name of its crate. */
  readonly crates: Map<string, { readonly content: string; readonly version: number }>
  /**
   * Called with the number of each poll, from 1. Returns true once the crate stands, `fell` if the shelf dropped it and
   * holds again what stood there before.
   */
  isSettled(look: number): Settling | Promise<Settling>
  /** What happened since the last time, if anybody tells. */
  events?(): readonly string[]
  /** Takes down what settles still; absent if nobody may. */
  takeDown?(): Promise<void>
}

type Settling = boolean | 'fell'

/** What a run is to put up. */
export interface CrateRequest {
  readonly mode: string
  readonly crate: string
  readonly content: string
  readonly options: RunOptions
  readonly reporting: ReportingOptions
}

/** What is deployed to, in words. */
export function subjectOf(crate: string): string {
  return `${crate} on the upper shelf`
}

interface CrateTypes extends TargetTypes {
  readonly observed: { readonly content?: string }
  readonly step: string
  readonly started: { readonly version: number; readonly isTakenDown?: true }
  readonly snapshot: Settling
}

export function crateTarget(
  { crate, content }: CrateRequest,
  { crates, isSettled, events, takeDown }: Shelf,
): Target<CrateTypes> {
  let looks = 0
  const outlook = 'the crate may still settle'
  return {
    labels: { subject: subjectOf(crate), title: 'Deploy', progressive: 'putting up', outlook },
    observe: async () => ({ ...crates.get(crate) }),
    plan: (seen) =>
      seen.content === content
        ? {
            kind: 'end',
            verdict: {
              result: 'unchanged',
              reasonCode: 'no-changes',
              reason: `${crate} stands as specified`,
            },
            ...{ notices: [], titleNote: '' },
          }
        : {
            kind: 'apply',
            changes: [{ sign: '+', subject: 'content', detail: content }],
            ...{ notices: [], titleNote: '', step: content },
          },
    apply: async (written) => {
      const version = (crates.get(crate)?.version ?? 0) + 1
      crates.set(crate, { content: written, version })
      return { kind: 'started', started: { version } }
    },
    findAccepted: async () => undefined,
    poll: async () => isSettled(++looks),
    status: ({ version, isTakenDown }, settling) => {
      const name = `version ${version} of ${crate}`
      if (settling === true) {
        const verdict = {
          result: 'success',
          reasonCode: 'deployment-active',
          reason: `${name} stands`,
        } as const
        return { kind: 'done', verdict }
      }
      if (settling === false) return { kind: 'progressing', phase: 'settling', pollOften: true }
      return {
        kind: 'done',
        verdict: {
          result: 'rolled-back',
          reasonCode: isTakenDown ? 'timed-out-and-rolled-back' : 'circuit-breaker',
          reason: `${name} ${isTakenDown ? 'was taken down' : 'fell'}; what stood there before stands again`,
          fix: 'look at the boards',
          facts: { serving: 'previous' },
        },
      }
    },
    describe: ({ version }) => ({
      name: `version ${version} of ${crate}`,
      accepted: `version ${version} accepted`,
      outlook,
    }),
    handle: ({ version }) => `${crate}#${version}`,
    serverTime: () => 0,
    diagnostics: () => ({
      poll: async () => ({ events: events?.() ?? [], lines: [], unavailable: [] }),
      diagnose: async () => undefined,
    }),
    ...(takeDown && {
      abort: async (started) => {
        await takeDown()
        return { ...started, isTakenDown: true }
      },
    }),
    summarize: ({ started }, { reason }) => ({
      outputs: { crate, version: String(started?.version ?? '') },
      rows: [['Content', content]],
      console: { text: 'Shelf', url: `https://shelf.example/${crate}` },
      closing: reason,
    }),
  }
}
