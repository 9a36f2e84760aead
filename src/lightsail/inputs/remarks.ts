import { joinedRemarks, type Remarks } from '../../inputs/variable-remarks.ts'
import { textRemarks } from '../../options/text-remarks.ts'
import type { DeploymentPatch } from '../model/patch.ts'
import { patchWarnings } from './deployment-warnings.ts'
import type { InputSource } from './names.ts'

/**
 * Warnings about valid inputs that are rarely intended; loaded only if there are no issues. `given` are the inputs that are
 * written.
 */
export function requestRemarks(
  patch: DeploymentPatch | undefined,
  source: InputSource,
  given: InputSource['texts'],
): Remarks {
  const fileInput = source.texts['deployment-file'] === undefined ? 'service-file' : 'deployment-file'
  const ofPatch = patch === undefined ? [] : patchWarnings(patch, source, fileInput)
  return joinedRemarks([{ warnings: ofPatch, notices: [] }, textRemarks(given, takenTexts)])
}

const takenTexts = ['verify-url', 'github-deployment-environment', 'preview-label'] as const
