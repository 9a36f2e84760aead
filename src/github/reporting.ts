import type { Audience } from '../engine/audience.ts'
import type { Report } from '../engine/report.ts'
import type { World } from '../engine/terms.ts'
import { readLeftOpen } from './left-open.ts'
import type { Occasion } from './occasion.ts'
import { assignmentOf, type Wishes } from './reporting-plan.ts'

/** Everyone at GitHub who is to hear of the run; what that takes is loaded only if there is anyone. */
export const audienceOf = async (
  wishes: Wishes,
  options: {
    readonly occasion: Occasion | undefined
    readonly mode: string
    /** Of what is deployed to: the environment's name unless another is written. */
    readonly name: string
    /** It will be deleted when its pull request is closed. */
    readonly isPreview: boolean
    readonly world: World
    readonly userAgent: string
    readonly clean: (text: string) => string
    readonly leave: (name: string, text: string) => void
  },
): Promise<Audience | undefined> => {
  const { world, userAgent, clean, mode, leave, isPreview } = options
  const { assignment, warnings } = assignmentOf(wishes, options)
  for (const warning of warnings) world.log.warning(warning)
  if (!assignment) return undefined
  const { tellGitHub } = await import('./tellers.ts')
  const leaveOpen = (text: string) => leave(OPEN, text)
  const telling = { world, userAgent, clean, mode, isPreview, leaveOpen, baseUrl: baseUrl() }
  return tellGitHub(assignment, telling)
}

/** Says at GitHub how a run ended that was killed, where it had begun to tell of itself. */
export const closeWhatIsOpen = async (
  report: Pick<Report, 'warnings' | 'summary'> | undefined,
  options: {
    readonly left: (name: string) => string
    readonly occasion: Occasion | undefined
    readonly token: string | undefined
    readonly world: World
    readonly userAgent: string
    readonly clean: (text: string) => string
  },
): Promise<void> => {
  const { left, occasion, token } = options
  const open = readLeftOpen(left(OPEN))
  if (!open || !occasion || token === undefined) return
  const { closeOpen } = await import('./tellers.ts')
  const [sentence = FAULT] = report?.warnings[0]?.split('\n') ?? []
  const page = report?.summary ?? `### ${FAULT}`
  await closeOpen(open, { ...options, occasion, token, sentence, page, baseUrl: baseUrl() })
}

/** Said where there is nothing better to say. */
const FAULT = 'the run ended before it could tell how, see its log'

/** The name under which the post step finds what is open. */
const OPEN = 'open-at-github'

/** Of GitHub's REST API: github.com, or an Enterprise Server. */
export const baseUrl = () => process.env['GITHUB_API_URL'] || 'https://api.github.com'
