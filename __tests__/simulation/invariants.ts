import { currentDeployment, deploymentStateAt, settingsAt, stageAt } from '../../simulator/lifecycle.ts'
import type { DeploymentRecord, ServiceRecord } from '../../simulator/records.ts'
import { isRed } from '../../src/engine/verdict.ts'
import type { SeededRun } from './run-seed.ts'
import { canary, ourImage } from './situation.ts'

/** What must hold of every run, whatever was drawn; each violation is one sentence. */
export const violationsOf = (run: SeededRun): string[] => [
  ...greenOnlyIfOursServes(run),
  ...redIsTrue(run),
  ...atMostOneDeployment(run),
  ...noWriteAfterOurs(run),
  ...endsInTime(run),
  ...noEnvironmentValue(run),
]

const isOurs = (deployment: DeploymentRecord): boolean =>
  Object.values(deployment.containers).some(({ image }) => image === ourImage)

/** The services of that name that ever were, the last one at the end. */
const services = ({ account, situation }: SeededRun): readonly ServiceRecord[] =>
  account.records.services.filter(({ name }) => name === situation.inputs['service-name'])

const ourDeployments = (run: SeededRun): DeploymentRecord[] =>
  services(run).flatMap(({ deployments }) => deployments.filter(isOurs))

/** What serves when the run ends, as Lightsail itself knows it. Reads may lag: what was true then counts as well. */
const servingAt = (run: SeededRun, at: number): DeploymentRecord | undefined => {
  const service = services(run).at(-1)
  if (service === undefined) return undefined
  const stage = stageAt(service, at)
  if (stage.kind === 'absent' || stage.state === 'DELETING' || settingsAt(service, at).isDisabled)
    return undefined
  return currentDeployment(service, at)
}

const moments = (run: SeededRun): number[] => {
  const lag = (run.situation.switches.readLagSeconds ?? 0) * 1000
  const lastLook =
    run.calls.findLast(({ operation }) => operation.startsWith('GetContainerService'))?.at ?? run.end
  return [lastLook, lastLook - lag]
}

const greenOnlyIfOursServes = (run: SeededRun): string[] => {
  const { verdict, facts } = run.outcome
  if (verdict.result !== 'success' || facts.outputs['deployment-version'] === '') return []
  const version = Number(facts.outputs['deployment-version'])
  const serves = moments(run).some((at) => {
    const serving = servingAt(run, at)
    return serving?.version === version && isOurs(serving)
  })
  return serves ? [] : [`success, but version ${version} of ours does not serve`]
}

const redIsTrue = (run: SeededRun): string[] => {
  const { verdict, facts } = run.outcome
  const wrong: string[] = []
  const version = Number(facts.outputs['deployment-version'])
  const service = services(run).at(-1)
  const ours = ourDeployments(run).find((deployment) => deployment.version === version)
  const states = ours && service ? moments(run).map((at) => deploymentStateAt(service, ours, at)) : []
  if (verdict.result === 'failed-kept-previous') {
    if (!states.includes('FAILED')) wrong.push(`failed-kept-previous, but version ${version} is ${states}`)
    if (moments(run).every((at) => servingAt(run, at) === undefined)) {
      wrong.push('failed-kept-previous, but nothing serves')
    }
  }
  if (
    verdict.result === 'failed-nothing-serving' &&
    moments(run).every((at) => servingAt(run, at) !== undefined)
  ) {
    wrong.push('failed-nothing-serving, but something serves')
  }
  if (
    verdict.result === 'superseded' &&
    moments(run).every((at) => (servingAt(run, at)?.version ?? 0) <= version)
  ) {
    wrong.push('superseded, but nothing newer serves')
  }
  if (isRed(verdict) && verdict.reason.includes('nothing was changed') && ourDeployments(run).length > 0) {
    wrong.push(`"nothing was changed", but a deployment of ours exists (${verdict.result})`)
  }
  if (isRed(verdict) && verdict.fix === '') wrong.push('red without a fix')
  if (verdict.result === 'internal') wrong.push('internal')
  return wrong
}

const atMostOneDeployment = (run: SeededRun): string[] => {
  const count = ourDeployments(run).length
  return count > 1 ? [`${count} deployments of ours`] : []
}

/** Once a deployment of ours was known to be accepted, the run only looks. */
const noWriteAfterOurs = (run: SeededRun): string[] => {
  const first = run.log.findIndex((line) => /version \d+ accepted/.test(line))
  if (first < 0) return []
  const accepted = ourDeployments(run)[0]?.createdAt ?? run.end
  const late = run.calls.filter(
    ({ operation, at, status }) => !operation.startsWith('Get') && at > accepted && status === 200,
  )
  return late.length === 0
    ? []
    : [`${late.map(({ operation }) => operation)} after the deployment was accepted`]
}

const endsInTime = ({ situation: { inputs }, start, end }: SeededRun): string[] => {
  const budget = Number(inputs['wait-for-minutes']) * 60_000
  const poll = Number(inputs['poll-interval-seconds'] ?? 5) * 1000
  return end - start <= budget + poll ? [] : [`took ${(end - start) / 1000} s of ${budget / 1000} s`]
}

const noEnvironmentValue = ({ visible }: SeededRun): string[] =>
  [canary, 'correct-horse-battery-staple']
    .filter((value) => visible.includes(value))
    .map((value) => `shows ${value}`)
