import type { Plan } from '../../rollout/contract/plan.ts'
import { refuse } from '../../rollout/contract/refusal.ts'
import type { Summary, Target, TargetTypes } from '../../rollout/contract/target.ts'
import type { Verdict } from '../../rollout/contract/verdict.ts'
import { consoleUrl } from '../console-url.ts'
import { noDiagnostics } from '../deletion.ts'
import { formatHandle, subjectOf } from '../handle.ts'
import type { Request } from '../inputs/request-types.ts'
import { environmentOf, mainContainer } from '../model/deployment.ts'
import { lastActive, type Service } from '../model/service.ts'
import { exportRows } from './rows.ts'
import { type ExportDependencies, type ExportResult, exportService } from './write.ts'

interface ObservedExport {
  readonly service: Service | undefined
  /** `undefined` if nothing is there to export. */
  readonly done: ExportResult | undefined
}

interface ExportTypes extends TargetTypes {
  readonly observed: ObservedExport
  readonly step: never
  readonly started: never
  readonly snapshot: never
}

/**
 * Writes what a service runs to two files that ECS takes, and nothing to Lightsail: the files are made as soon as the service was
 * read, so that there is no step.
 */
export function exportTarget(dependencies: ExportDependencies): Target<ExportTypes> {
  const { request, api, clean } = dependencies
  const { serviceName: name, region } = request
  const never = (): never => {
    throw new Error('an export has no steps')
  }
  return {
    labels: { subject: subjectOf(name, region), title: 'Export', progressive: 'exporting', outlook: '' },
    observe: async () => {
      const service = await api.getService(name)
      return { service, done: service && (await exportService(service, dependencies)) }
    },
    plan: (observed) => planExport(request, observed),
    apply: never,
    findAccepted: never,
    poll: never,
    status: never,
    describe: never,
    handle: () => formatHandle({ serviceName: name, region }),
    serverTime: api.serviceTime,
    diagnostics: () => noDiagnostics,
    summarize: ({ latest }, verdict) => summarize(request, latest, { verdict, clean }),
  }
}

function planExport(
  { serviceName, region, exportTo }: Request,
  { service, done }: ObservedExport,
): Plan<never> {
  if (service === undefined) {
    return refuse({
      reasonCode: 'service-missing',
      message: `there is no container service ${serviceName} in ${region}`,
      fix: 'check service-name and region',
    })
  }
  if (done === undefined) {
    return refuse({
      reasonCode: 'nothing-to-export',
      message: `no version of ${serviceName} is active, so there is nothing to export`,
      fix: 'run the export once a deployment is active',
    })
  }
  const { exported, paths, todos, issue } = done
  if (issue !== undefined) {
    return refuse({
      reasonCode: 'export-not-written',
      message: `${serviceName} was read, but the files could not be written: ${exportTo} ${issue}`,
      fix: 'set export-to to a folder that this job can write to and that does not contain the two files',
    })
  }
  const names = environmentOf(exported.spec).map(({ name }) => name)
  const values = `${paths[0]} contains the values of ${names.join(', ')}: do not upload or commit it with them; secrets belong in Secrets Manager or Parameter Store, with their names under "secrets"`
  const count = `${todos.length} ${todos.length === 1 ? 'place' : 'places'}`
  return {
    kind: 'end',
    verdict: {
      result: 'reported',
      reasonCode: 'exported',
      reason: `exported ${serviceName} to ${paths.join(' and ')}; ${count} in them must be filled in (TODO)`,
    },
    notices: names.length > 0 ? [values] : [],
    titleNote: '',
  }
}

function summarize(
  { serviceName: name, region }: Request,
  observed: ObservedExport | undefined,
  { verdict, clean }: { verdict: Verdict; clean(text: string): string },
): Summary {
  const { service, done } = observed ?? {}
  const deployment = service && lastActive(service)
  const [taskDefinition, serviceDefinition] =
    verdict.reasonCode === 'exported' && done ? done.paths : ['', '']
  return {
    outputs: {
      'service-name': name,
      'service-arn': service?.arn ?? '',
      state: service?.state ?? '',
      'deployment-version': String(deployment?.version ?? ''),
      'deployment-state': deployment?.state ?? '',
      image: (deployment && mainContainer(deployment.spec)?.[1].image) ?? '',
      'task-definition': taskDefinition,
      'service-definition': serviceDefinition,
    },
    rows:
      done && taskDefinition !== ''
        ? [
            ['Files', `${taskDefinition}, ${serviceDefinition}`],
            ...exportRows(done.exported, done.digests).map(
              ([label, value]) => [label, clean(value)] as const,
            ),
            ['To fill in', done.todos.join('; ')],
          ]
        : [],
    console: { text: 'Lightsail console', url: consoleUrl(name, region) },
    closing: verdict.reason,
  }
}
