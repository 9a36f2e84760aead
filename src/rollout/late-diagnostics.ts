import type { Diagnostics } from './contract/diagnostics.ts'

/** Diagnostics that are opened, and their code loaded, with the first call: a rollout that soon ends well needs none. */
export function diagnosticsOnDemand(open: () => Promise<Diagnostics>): Diagnostics {
  let opened: Promise<Diagnostics> | undefined
  const diagnostics = () => {
    opened ??= open()
    return opened
  }
  return {
    poll: async () => (await diagnostics()).poll(),
    diagnose: async (...asked) => (await diagnostics()).diagnose(...asked),
  }
}
