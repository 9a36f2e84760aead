import { spawn } from 'node:child_process'

/** The process environment of a command. */
export type ExecEnvironment = Readonly<Record<string, string | undefined>>

export type ExecResult =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string; readonly errors: string }
  /** There is no such program, or it could not be started. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'aborted' }

/** What a chatty command is listened to. Characters. */
const MAX_OUTPUT_CHARACTERS = 4_000_000

/**
 * Runs a program: no shell, the arguments as they are. The only place that starts processes. Whoever aborts it waits
 * until it is gone.
 */
export const exec = (
  program: string,
  args: readonly string[],
  {
    environment,
    signal,
    input,
    onLine,
  }: {
    environment: ExecEnvironment
    signal: AbortSignal
    /** Handed over on standard input: secrets are safe there, and are not among the arguments. */
    input?: string
    /** Hears each line of standard output. */
    onLine?: (line: string) => void
  },
): Promise<ExecResult> =>
  new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'aborted' })
    const child = spawn(program, args, { env: { ...environment }, stdio: ['pipe', 'pipe', 'pipe'] })
    const stop = () => (hasEnded() ? detach() : void child.kill())
    signal.addEventListener('abort', stop)
    const settle = (outcome: ExecResult) => {
      signal.removeEventListener('abort', stop)
      resolve(signal.aborted ? { kind: 'aborted' } : outcome)
    }
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null
    /** What a wrapper around the real program started may live on, and keep what it writes to open. */
    const detach = () => {
      child.stdout.destroy()
      child.stderr.destroy()
      settle({ kind: 'aborted' })
    }
    child.on('exit', () => {
      if (signal.aborted) detach()
    })
    const texts = { output: '', errors: '' }
    let line = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      texts.output = `${texts.output}${text}`.slice(-MAX_OUTPUT_CHARACTERS)
      const lines = `${line}${text}`.split('\n')
      line = lines.pop() ?? ''
      for (const whole of lines) onLine?.(whole)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.errors = `${texts.errors}${text}`.slice(-MAX_OUTPUT_CHARACTERS)
    })
    // A program that does not read its input ends all the same.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
    child.on('error', () => settle({ kind: 'missing' }))
    child.on('close', (code) => settle({ kind: 'ended', code: code ?? 1, ...texts }))
  })
