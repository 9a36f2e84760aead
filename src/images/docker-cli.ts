import * as z from 'zod/mini'
import type { Clock } from '../runtime/clock.ts'
import { type ExecEnvironment, type ExecResult, exec } from './exec.ts'

/** An image as the job's container engine has it. */
export interface LocalImage {
  /** `linux/amd64`; of several platforms in one image, the machine's own. */
  readonly platform: string
  /** Bytes, unpacked. */
  readonly size: number
  readonly layers: number
  /** `repository@sha256:…` of every registry that it came from or went to. */
  readonly repositoryDigests: readonly string[]
}

export type InspectResult =
  | { readonly kind: 'found'; readonly image: LocalImage }
  | { readonly kind: 'absent' }
  | NoEngine

/** There is no engine, or it does not answer. */
export interface NoEngine {
  readonly kind: 'no-command' | 'no-answer'
  readonly why: string
}

/** What the engine can do, and how it keeps its images. */
export interface EngineCapabilities {
  /** Pushes one platform of an image that has several: Docker with API 1.46, from version 27 on. */
  readonly pushesOnePlatform: boolean
  /** Keeps images as they were built, indexes and attestations included (Docker's containerd store). */
  readonly keepsIndexes: boolean
  /** Runs on such a machine, as far as it says. */
  readonly isAmd64: boolean
  /** Not Docker itself, but something that takes its commands, such as Podman. */
  readonly isDockerCompatible: boolean
}

/** The job's container engine, by its command line. Every function throws only `ServiceError`. */
export interface ContainerEngine {
  inspect(image: string): Promise<InspectResult>
  capabilities(): Promise<EngineCapabilities>
  /** Runs one of its commands with more in its environment. */
  run(
    args: readonly string[],
    options?: {
      extra?: ExecEnvironment
      input?: string
      onLine?: (line: string) => void
      signal?: AbortSignal
    },
  ): Promise<ExecResult>
}

const NO_COMMAND = 'there is no docker command'

/** Timeout of local queries: they are answered at once or never. */
const ANSWER_MS = 30_000

/** Variables withheld from the engine: inputs (may be secret) and the job's credentials. */
const withheldVariables = /^(?:INPUT_|AWS_|ACTIONS_|GITHUB_)/

const inspected = z.array(
  z.object({
    Os: z.optional(z.string()),
    Architecture: z.optional(z.string()),
    Size: z.optional(z.number()),
    RepoDigests: z.nullish(z.array(z.string())),
    RootFS: z.optional(z.object({ Layers: z.nullish(z.array(z.string())) })),
    Descriptor: z.nullish(z.object({ digest: z.string() })),
  }),
)

const versions = z.object({
  Client: z.object({ ApiVersion: z.optional(z.string()) }),
  Server: z.nullish(z.object({ Arch: z.optional(z.string()) })),
})

export function createContainerEngine({
  environment,
  clock,
  signal,
  clean,
}: {
  environment: ExecEnvironment
  clock: Clock
  signal: AbortSignal
  clean(text: string): string
}): ContainerEngine {
  const inherited = Object.fromEntries(
    Object.entries(environment).filter(([name]) => !withheldVariables.test(name)),
  )
  const run: ContainerEngine['run'] = (args, { extra, signal: own = signal, ...options } = {}) =>
    exec('docker', args, { environment: { ...inherited, ...extra }, signal: own, ...options })
  const ask = (args: readonly string[]) =>
    run(args, { signal: AbortSignal.any([signal, clock.alarm(ANSWER_MS)]) })

  const readTraits = async (): Promise<EngineCapabilities> => {
    const [version, info] = await Promise.all([
      ask(['version', '--format', '{{json .}}']),
      ask(['info', '--format', '{{json .DriverStatus}}']),
    ])
    const answer = version.kind === 'ended' ? versions.safeParse(jsonOf(version.output)) : undefined
    const { Client, Server } = answer?.success ? answer.data : {}
    const api = Client?.ApiVersion
    const [major = 0, minor = 0] = (api ?? '').split('.').map(Number)
    return {
      isDockerCompatible: api === undefined,
      isAmd64: (Server?.Arch ?? 'amd64') === 'amd64',
      pushesOnePlatform: major > 1 || (major === 1 && minor >= 46),
      keepsIndexes: info.kind === 'ended' && info.output.includes('io.containerd.snapshotter'),
    }
  }
  let traits: Promise<EngineCapabilities> | undefined

  return {
    run,
    capabilities: () => {
      traits ??= readTraits()
      return traits
    },
    inspect: async (image) => {
      const end = await ask(['image', 'inspect', image])
      if (end.kind === 'missing') return { kind: 'no-command', why: NO_COMMAND }
      if (end.kind === 'aborted') return { kind: 'no-answer', why: 'docker did not answer' }
      if (end.code !== 0) {
        // Docker and Podman: "No such image", "no such object", "image not known".
        return /no such|not known/i.test(end.errors)
          ? { kind: 'absent' }
          : { kind: 'no-answer', why: clean(lastLine(end.errors)) }
      }
      const parsed = inspected.safeParse(jsonOf(end.output))
      const first = parsed.success ? parsed.data[0] : undefined
      if (first === undefined) return { kind: 'no-answer', why: 'docker gave an unreadable answer' }
      return {
        kind: 'found',
        image: {
          platform: `${first.Os ?? 'linux'}/${first.Architecture ?? 'amd64'}`,
          size: first.Size ?? 0,
          layers: first.RootFS?.Layers?.length ?? 0,
          repositoryDigests: first.RepoDigests ?? [],
        },
      }
    },
  }
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}

export function lastLine(text: string): string {
  return text.trim().split('\n').at(-1)?.trim() ?? ''
}

/** The error output of a failed command. */
export function errorMessage(end: ExecResult): string {
  if (end.kind === 'missing') return NO_COMMAND
  return end.kind === 'aborted' ? 'it was stopped' : lastLine(end.errors) || lastLine(end.output)
}
