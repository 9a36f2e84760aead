import {
  appLines,
  containerLabel,
  excerptLines,
  hasStarted,
  type LogAnalysis,
  platformLines,
  type Rule,
} from '../../diagnosis/log-analysis.ts'
import { isPrivateEcr, policyStatement, regionOfEcr } from '../images/ecr.ts'
import { imagesOf, isStoredImage } from '../model/deployment.ts'

/** What the runtime says when it starts a file of another platform, and a shell that does; not what an app says of its own. */
const otherPlatform =
  /^(?:standard_init_linux\.go:\d+: )?exec (?:user|container) process caused:? "?exec format error"?$|^exec (?:container process )?[`"']?\/?\S+?[`"']?: exec format error$|^(?:\/bin\/)?(?:ba)?sh: (?:\d+: |line \d+: )?\S+: (?:cannot execute binary file: )?exec format error$/i

/** Fact sheet §3: linux/amd64 only. */
export const wrongArchitecture: Rule = (findings) => {
  for (const [container, { image }] of Object.entries(findings.spec.containers)) {
    const own = appLines(findings, container)
    const found = own.filter(({ text }) => otherPlatform.test(text))
    // An app that came up was not stopped by it.
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

/** Fact sheet §2.6: nodes start three times, then Canceled, and no line of any container. */
const STARTS = 3

export const imagePullFailed: Rule = (findings) => {
  const { lines, service, gaps, spec } = findings
  const cancelled = platformLines(findings, /^Canceled/)
  const [container] = cancelled.map((line) => line.container)
  // Each container's log tells of each node.
  const starts = platformLines(findings, /^Started \d+ new node/).filter(
    (line) => line.container === container,
  )
  const isSilent = gaps.length === 0 && lines.every(({ isPlatform }) => isPlatform)
  if (!isSilent || starts.length < STARTS * Math.max(1, service.scale)) return undefined
  const images = imagesOf(spec)
  return {
    reasonCode: 'image-not-pulled',
    reason: `no container ever ran: Lightsail probably cannot pull ${images.join(', ')}`,
    fix: pullFix(findings, images),
    lines: [
      `${starts.length} nodes were started, and no container wrote a line`,
      ...cancelled.slice(0, 1).map(({ shown }) => shown),
    ],
  }
}

/** What most likely keeps these images from being pulled, as far as the service tells. */
export const pullFix = ({ service }: LogAnalysis, images: readonly string[]): string => {
  const { isActive, principalArn } = service.ecrRole
  const region = service.arn.split(':')[3] ?? ''
  const inEcr = images.filter(isPrivateEcr)
  const elsewhere = inEcr.filter((image) => regionOfEcr(image) !== region)
  if (inEcr.length > 0 && !isActive) {
    return 'ecr-image-puller-role: true, and allow the role in the policy of the ECR repository'
  }
  if (elsewhere.length > 0 && region !== '') {
    return `push ${elsewhere.join(', ')} to ECR in ${region}: Lightsail pulls from its own Region only`
  }
  if (inEcr.length > 0) {
    return `check that the tag exists, and that the policy of the ECR repository holds ${policyStatement(principalArn)}`
  }
  if (images.length > 0 && images.every(isStoredImage)) {
    return 'push the image again and deploy the number it gets; if it was pulled, the command ends at once and says nothing'
  }
  return 'check that the image and its tag exist and are public (a package on ghcr.io is private at first)'
}
