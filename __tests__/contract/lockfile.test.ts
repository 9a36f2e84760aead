import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from '@jest/globals'

function read(name: string): string {
  return readFileSync(fileURLToPath(new URL(`../../${name}`, import.meta.url)), 'utf8')
}

const lockfile = read('package-lock.json')
const { packages } = JSON.parse(lockfile) as { packages: Record<string, object> }
const { dependencies } = JSON.parse(read('package.json')) as { dependencies: Record<string, string> }

/** Name of the package, and how often it is installed. */
function copies(scope: RegExp): Map<string, number> {
  const counts = new Map<string, number>()
  for (const path of Object.keys(packages)) {
    const name = path.split('node_modules/').at(-1) ?? ''
    if (scope.test(name)) counts.set(name, (counts.get(name) ?? 0) + 1)
  }
  return counts
}

describe('the lockfile', () => {
  test('the clients of AWS share one copy of whatever is theirs, so that the bundle holds nothing twice', () => {
    const shared = copies(/^@(?:smithy|aws-sdk|aws)\//)

    expect([...shared.keys()]).toEqual(
      expect.arrayContaining([
        '@aws-sdk/client-cloudwatch-logs',
        '@aws-sdk/client-ecr',
        '@aws-sdk/client-ecs',
        '@aws-sdk/client-lightsail',
        '@aws-sdk/core',
        '@smithy/core',
      ]),
    )
    expect([...shared].filter(([, count]) => count !== 1)).toEqual([])
  })

  test('what is shipped is of one exact version each', () => {
    expect(Object.values(dependencies).filter((version) => !/^\d+\.\d+\.\d+$/.test(version))).toEqual([])
  })

  test('no package comes from a named host', () => {
    expect(Object.entries(packages).filter(([, entry]) => 'resolved' in entry)).toEqual([])
  })
})
