import {
  appLines,
  containerLabel,
  excerptLines,
  hasStarted,
  platformLines,
} from '../../diagnosis/log-analysis.ts'
import type { Cause } from '../../rollout/contract/diagnostics.ts'
import { imagesOf, isStoredImage } from '../model/deployment.ts'
import type { LightsailAnalysis } from './analysis.ts'

/** Errors of the runtime or a shell that starts a file of another platform; not lines of the application itself. */
const otherPlatform =
  /^(?:standard_init_linux\.go:\d+: )?exec (?:user|container) process caused:? "?exec format error"?$|^exec (?:container process )?[`"']?\/?\S+?[`"']?: exec format error$|^(?:\/bin\/)?(?:ba)?sh: (?:\d+: |line \d+: )?\S+: (?:cannot execute binary file: )?exec format error$/i

/** Lightsail runs linux/amd64 only (docs/lightsail-facts.md §3). */
export function wrongArchitecture(findings: LightsailAnalysis): Cause | undefined {
  for (const [container, { image }] of Object.entries(findings.spec.containers)) {
    const own = appLines(findings, container)
    const found = own.filter(({ text }) => otherPlatform.test(text))
    // An application that has started was not prevented from it.
    if (found.length === 0 || hasStarted(own)) continue
    const isScript = found.some(({ text }) => /\.sh\b/.test(text))
    return {
      reasonCode: 'wrong-architecture',
      reason: `the image${Object.keys(findings.spec.containers).length > 1 ? ` of ${containerLabel(findings, container)}` : ''} is not built for linux/amd64, the only platform that Lightsail runs`,
      fix: `build ${isStoredImage(image) ? 'it' : image} with docker build --platform linux/amd64${isScript ? '; if it is, the script lacks its first line, such as #!/bin/sh' : ''}`,
      lines: excerptLines(found),
    }
  }
  return undefined
}

/** Nodes start three times, then Canceled, and no line of any container (docs/lightsail-facts.md §2.6). */
const STARTS = 3

export function imagePullFailed(findings: LightsailAnalysis): Cause | undefined {
  const { lines, service, unavailable, spec } = findings
  const cancelled = platformLines(findings, /^Canceled/)
  const [container] = cancelled.map((line) => line.container)
  // Each container's log contains the lines of all nodes.
  const starts = platformLines(findings, /^Started \d+ new node/).filter(
    (line) => line.container === container,
  )
  const isSilent = unavailable.length === 0 && lines.every(({ isPlatform }) => isPlatform)
  if (!isSilent || starts.length < STARTS * Math.max(1, service.scale)) return undefined
  const images = imagesOf(spec)
  return {
    reasonCode: 'image-not-pulled',
    reason: `no container ever ran: Lightsail probably cannot pull ${images.join(', ')}`,
    fix: findings.pullFix(),
    lines: [
      `${starts.length} nodes were started, and no container wrote anything before the deployment was cancelled`,
      ...cancelled.slice(0, 1).map(({ shown }) => shown),
    ],
  }
}
