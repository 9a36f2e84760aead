import { mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Situation } from './generator.ts'

/** Where the run of a seed exports to, if it does. */
export interface ExportFolder {
  /** The situation with the folder among its inputs; it is made then. */
  namedIn(situation: Situation): Situation
  /** Texts of what is in it, by name; it is removed. */
  read(): Readonly<Record<string, string>>
}

/** A run that exports nothing makes no folder. */
export function openExportFolder(seed: number): ExportFolder {
  const path = join(tmpdir(), `lightsail-deploy-seed-${process.pid}-${seed}`)
  let isMade = false
  return {
    namedIn: (situation) => {
      const { inputs } = situation
      if (inputs['mode'] !== 'export') return situation
      rmSync(path, { recursive: true, force: true })
      mkdirSync(path)
      isMade = true
      return { ...situation, inputs: { ...inputs, 'export-to': path } }
    },
    read: () => {
      if (!isMade) return {}
      const names = readdirSync(path)
      const texts = names.map((name) => [name, readFileSync(join(path, name), 'utf8')] as const)
      rmSync(path, { recursive: true })
      return Object.fromEntries(texts)
    },
  }
}
