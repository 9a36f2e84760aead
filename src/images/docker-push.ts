import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Clock } from '../runtime/clock.ts'
import { ServiceError } from '../runtime/service-error.ts'
import { type ContainerEngine, errorMessage } from './docker-cli.ts'
import { imageError, wrongPlatform } from './image-errors.ts'
import type { PushProgress } from './push-progress.ts'
import { isExpired, type RegistryCredentials } from './registry/credentials.ts'
import { forbidden } from './registry/registry-errors.ts'
import { type Temporary, withTempFolder } from './temporary-folder.ts'

/** After a cancellation some seconds are left to remove our tag from the image. */
const UNTAG_MS = 5_000

/**
 * Has the engine push an image under a temporary tag, which is removed afterwards. The login is in a temporary folder. Returns the
 * digest that the engine reports. Throws `ServiceError`.
 */
export async function dockerPush({
  engine,
  image,
  login,
  name,
  onePlatform,
  temporary,
  report,
  clock,
  clean,
}: {
  engine: ContainerEngine
  image: string
  login: RegistryCredentials
  /** `<registry>/<repository>:<tag>`, in use nowhere else. */
  name: string
  /** Whether the engine can be told to push linux/amd64 alone. */
  onePlatform: boolean
  /** Where the folder for the login is made. */
  temporary: Temporary
  report: PushProgress
  clock: Clock
  clean(text: string): string
}): Promise<string> {
  return await withTempFolder(temporary, async (folder) => {
    // An entry without a login keeps the engine from putting ours into the keychain of the machine.
    await writeFile(join(folder, 'config.json'), JSON.stringify({ auths: { [login.address]: {} } }))
    const extra = { ...(await sameEngine(engine)), DOCKER_CONFIG: folder }
    const stdin = ['login', '--username', login.username, '--password-stdin', login.address]
    const entered = await engine.run(stdin, { extra, input: login.password })
    if (entered.kind !== 'ended' || entered.code !== 0)
      throw pushFailure('the login was not accepted', errorMessage(entered), image, clean)

    const tagged = await engine.run(['tag', image, name])
    if (tagged.kind !== 'ended' || tagged.code !== 0)
      throw pushFailure(`${image} could not be tagged for the push`, errorMessage(tagged), image, clean)
    try {
      const platform = onePlatform ? ['--platform', 'linux/amd64'] : []
      const pushed = await engine.run(['push', ...platform, name], {
        extra,
        onLine: (line) => tell(line, report),
      })
      if (pushed.kind !== 'ended' || pushed.code !== 0)
        throw pushFailure(`${image} was not pushed`, errorMessage(pushed), image, clean)
      const digest =
        /digest: (sha256:[a-f0-9]{64})/.exec(pushed.output)?.[1] ?? (await digestInEngine(engine, name))
      if (digest === undefined)
        throw pushFailure(`${image} was pushed`, 'the engine did not report its digest', image, clean)
      return digest
    } finally {
      await engine.run(['image', 'rm', name], { signal: clock.alarm(UNTAG_MS) })
    }
  })
}

/** With another configuration the engine's command would forget which engine is chosen. */
async function sameEngine(engine: ContainerEngine): Promise<Record<string, string>> {
  const chosen = await engine.run(['context', 'inspect', '--format', '{{.Endpoints.docker.Host}}'])
  const host = chosen.kind === 'ended' && chosen.code === 0 ? chosen.output.trim() : ''
  return host === '' ? {} : { DOCKER_HOST: host, DOCKER_CONTEXT: '' }
}

/** `5f70bf18a086: Pushed`; progress in between is not printed. */
function tell(line: string, report: PushProgress): void {
  const state = /^[0-9a-f]{12}: (Pushed|Layer already exists|Mounted from .*)$/.exec(line.trim())?.[1]
  if (state !== undefined) report.layer(state !== 'Pushed')
}

/** If the output of a push has no digest, the engine still knows it. */
async function digestInEngine(engine: ContainerEngine, name: string): Promise<string | undefined> {
  const found = await engine.inspect(name)
  const repository = name.slice(0, name.lastIndexOf(':'))
  const digests = found.kind === 'found' ? found.image.repositoryDigests : []
  return digests.find((digest) => digest.startsWith(`${repository}@`))?.slice(repository.length + 1)
}

function pushFailure(
  what: string,
  complaint: string,
  image: string,
  clean: (text: string) => string,
): ServiceError {
  const common = {
    operation: 'push',
    reasonCode: 'push-failed',
    message: `${what}: ${clean(complaint)}`,
    fix: 'fix what the engine reports, then run the job again',
  } as const
  if (isExpired(complaint) || /no basic auth|unauthorized|authentication required/i.test(complaint))
    return imageError({ ...common, kind: 'unauthenticated' })
  if (/\b403\b|denied|forbidden/i.test(complaint)) return imageError({ ...common, ...forbidden })
  if (/does not provide the specified platform|no suitable .*platform/i.test(complaint))
    return wrongPlatform(image, [])
  const isPassing = /\b(?:429|5\d\d)\b|\bEOF\b|time.?out|reset by peer|connection refused|broken pipe/i
  return imageError({ ...common, kind: isPassing.test(complaint) ? 'no-response' : 'rejected' })
}

export function isLoginExpired(failure: unknown): boolean {
  return failure instanceof ServiceError && failure.kind === 'unauthenticated'
}
