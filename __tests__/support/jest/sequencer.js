import sequencer from '@jest/test-sequencer'

/** Its types say that the module's default is the module itself. @type {typeof sequencer.default} */
const Sequencer = Object(sequencer)

/** Folders by how long one of their files takes: real containers, whole runs and processes before tables. */
const longestFirst = [
  'images',
  'in-process',
  'simulator',
  'bundle',
  'property',
  'release',
  'contract',
  'unit',
]

/**
 * Jest starts the files that took longest. In a fresh clone it knows of none and takes the biggest, although the shortest
 * tables of whole runs take longest: they would end alone, with one core idle.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends Sequencer {
  /** @override @param {Parameters<InstanceType<typeof Sequencer>['sort']>[0]} tests */
  async sort(tests) {
    const sorted = await super.sort(tests)
    if (sorted.every(({ duration }) => duration !== undefined)) return sorted
    return sorted.toSorted((one, other) => place(one.path) - place(other.path))
  }
}

/** @param {string} path */
function place(path) {
  return longestFirst.findIndex((folder) => path.replaceAll('\\', '/').includes(`/__tests__/${folder}/`))
}
