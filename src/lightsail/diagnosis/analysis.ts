import { isPrivateEcr, regionOfEcr } from '../../aws/ecr.ts'
import type { LogFindings, NodeAnalysis } from '../../diagnosis/log-analysis.ts'
import type { NodeFacts, TargetWords } from '../../diagnosis/workload.ts'
import { policyStatement } from '../images/ecr.ts'
import { healthCheckRanges, powers } from '../model/constraints.ts'
import { type DeploymentSpec, imagesOf, isStoredImage } from '../model/deployment.ts'
import type { Service } from '../model/service.ts'

/** The logs of a deployment, and the service as the deployment found it. */
export interface AnalyzedDeployment extends LogFindings {
  readonly spec: DeploymentSpec
  readonly service: Pick<Service, 'power' | 'scale' | 'arn' | 'ecrRole'>
}

/** Input of Lightsail's own rules. */
export interface LightsailAnalysis extends NodeAnalysis {
  readonly service: AnalyzedDeployment['service']
  readonly spec: DeploymentSpec
}

/** A deployment of Lightsail as the rules see it. */
export function analysisOf(deployment: AnalyzedDeployment): LightsailAnalysis {
  const { power } = deployment.service
  const names: readonly string[] = powers
  const node: NodeFacts = {
    power,
    nextPower: names.includes(power) ? names[names.indexOf(power) + 1] : undefined,
    // Only the memory of nano is sure (docs/lightsail-facts.md §5).
    memory: power === 'nano' ? '512 MB' : undefined,
    longestIntervalSeconds: healthCheckRanges.intervalSeconds.to,
  }
  const words: TargetWords = {
    unit: 'deployment',
    asker: 'the public endpoint',
    moreMemory: () => morePower(node),
    setVariables: (variables, where) => `set ${variables} in environment-variables${where}`,
    setPort: (port) => `container-port: ${port}`,
  }
  return { ...deployment, node, words, pullFix: () => pullFix(deployment) }
}

function morePower({ power, nextPower, memory }: NodeFacts): string {
  if (nextPower === undefined) return `make the app use less memory: it runs on ${power}`
  const now = memory === undefined ? `it runs on ${power}` : `${power} has ${memory}`
  return `power: ${nextPower} (${now}), or make the app use less memory`
}

/** What most likely prevents the images from being pulled, as far as the service shows. */
function pullFix({ service, spec }: AnalyzedDeployment): string {
  const images = imagesOf(spec)
  const { isActive, principalArn } = service.ecrRole
  const region = service.arn.split(':')[3] ?? ''
  const inEcr = images.filter(isPrivateEcr)
  const elsewhere = inEcr.filter((image) => regionOfEcr(image) !== region)
  if (inEcr.length > 0 && !isActive) {
    return 'set ecr-image-puller-role: true, and allow the role in the ECR repository policy'
  }
  if (elsewhere.length > 0 && region !== '') {
    return `push ${elsewhere.join(', ')} to ECR in ${region}: Lightsail pulls only from its own Region`
  }
  if (inEcr.length > 0) {
    return `check that the tag exists, and that the ECR repository policy contains ${policyStatement(principalArn)}`
  }
  if (images.length > 0 && images.every(isStoredImage)) {
    return 'push the image again and deploy the number it gets; if it was pulled, its command exits at once without logging'
  }
  return 'check that the image and its tag exist and are public (a package on ghcr.io is private at first)'
}
