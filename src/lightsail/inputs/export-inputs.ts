import { clusterFault } from '../../aws/cluster.ts'
import type { Environment } from '../../inputs/read-inputs.ts'
import type { InputSource } from './names.ts'

/** Where an export goes; the file system is looked at only by a run that exports. */
export async function parseExport(
  { texts, issues }: InputSource,
  { mode, environment }: { mode: string | undefined; environment: Environment },
): Promise<{ readonly exportTo: string; readonly cluster: string | undefined }> {
  const exportTo = texts['export-to']?.trim() ?? '.'
  const cluster = texts.cluster?.trim()
  if (mode !== 'export') return { exportTo, cluster }
  const fault = cluster === undefined ? undefined : clusterFault(cluster)
  if (fault !== undefined) issues.add({ input: 'cluster', message: fault })
  const [{ newFilesIssue }, { placesOf }] = await Promise.all([
    import('../../files/new-files.ts'),
    import('../../files/places.ts'),
  ])
  const issue = newFilesIssue(exportTo, exportedFiles, placesOf(environment))
  if (issue !== undefined) issues.add({ input: 'export-to', message: `${exportTo} ${issue}` })
  return { exportTo, cluster }
}

/** The files that an export makes. */
export const exportedFiles = ['task-definition.json', 'service-definition.json'] as const
