import { pause } from '../wire/clock.ts'

/** A check of a task: asked again and again, until the task is over. */
export interface Check {
  readonly intervalSeconds: number
  /** Failures in a row until it counts as unhealthy. */
  readonly retries: number
  /** Epoch milliseconds; failures before do not count. */
  readonly graceUntil: number
  /** Resolves to what is wrong; undefined if nothing is. */
  ask(): Promise<string | undefined>
  unhealthy(why: string): void
}

/** Time as the task knows it, and whether there is still anything to check. */
export interface Surveillance {
  readonly speed: number
  now(): number
  isOver(): boolean
}

/** Starts all checks; resolves once each of them was well for the first time. */
export async function watchHealth(checks: readonly Check[], surveillance: Surveillance): Promise<void> {
  await Promise.all(
    checks.map((check) => new Promise<void>((resolve) => void watch(check, surveillance, resolve))),
  )
}

async function watch(
  { intervalSeconds, retries, graceUntil, ask, unhealthy }: Check,
  { speed, now, isOver }: Surveillance,
  healthy: () => void,
): Promise<void> {
  for (let failures = 0; ; ) {
    await pause((intervalSeconds * 1000) / speed)
    const why = isOver() ? undefined : await ask()
    if (isOver()) return
    if (why === undefined) {
      failures = 0
      healthy()
    } else if (now() >= graceUntil) failures += 1
    if (failures >= retries) return unhealthy(why ?? '')
  }
}
