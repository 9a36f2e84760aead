import { spawn } from 'node:child_process'

/** The process environment of a command. */
export type ExecEnvironment = Readonly<Record<string, string | undefined>>

export type ExecResult =
  | { readonly kind: 'ended'; readonly code: number; readonly output: string; readonly errors: string }
  /** There is no such program, or it could not be started. */
  | { readonly kind: 'missing' }
  | { readonly kind: 'aborted' }

/** Output kept of a command, in characters; the rest is dropped. */
const MAX_OUTPUT_CHARACTERS = 4_000_000

/**
 * Runs a program: no shell, arguments as they are. The only place that starts processes. After an abort it resolves once the
 * process has ended.
 */
export function exec(
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
    /** Written to standard input: secrets are safe there, unlike in arguments. */
    input?: string
    /** Hears each line of standard output. */
    onLine?: (line: string) => void
  },
): Promise<ExecResult> {
  return new Promise((resolve) => {
    if (signal.aborted) return resolve({ kind: 'aborted' })
    const child = spawn(program, args, { env: { ...environment }, stdio: ['pipe', 'pipe', 'pipe'] })
    const stop = () => (hasEnded() ? detach() : void child.kill())
    signal.addEventListener('abort', stop)
    const settle = (outcome: ExecResult) => {
      signal.removeEventListener('abort', stop)
      resolve(signal.aborted ? { kind: 'aborted' } : outcome)
    }
    const hasEnded = () => child.exitCode !== null || child.signalCode !== null
    /** Grandchildren may outlive the killed process and hold its pipes: close our ends, or the promise never settles. */
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
      const lines = `${line}${text}`.split(/\r?\n/)
      line = lines.pop() ?? ''
      for (const whole of lines) onLine?.(whole)
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      texts.errors = `${texts.errors}${text}`.slice(-MAX_OUTPUT_CHARACTERS)
    })
    // A program may end without reading its input.
    child.stdin.on('error', () => undefined)
    child.stdin.end(input ?? '')
    child.on('error', () => settle({ kind: 'missing' }))
    child.on('close', (code) => settle({ kind: 'ended', code: code ?? 1, ...texts }))
  })
}
