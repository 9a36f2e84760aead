import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Gives `use` a folder that nobody else can read, and removes it afterwards whatever happens. */
export const withFolder = async <Result>(
  parent: string,
  use: (folder: string) => Promise<Result>,
): Promise<Result> => {
  const folder = await mkdtemp(join(parent, 'lightsail-deploy-'))
  try {
    return await use(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
