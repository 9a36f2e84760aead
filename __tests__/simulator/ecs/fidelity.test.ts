import { readFileSync } from 'node:fs'
import { expect, test } from '@jest/globals'
import { defaultSwitches } from '../../../simulator/ecs/behaviour-options.ts'

const fidelity = readFileSync(new URL('../../../simulator/ecs/FIDELITY.md', import.meta.url), 'utf8')

test('each switch is in the table of what is not known', () => {
  const named = [...fidelity.matchAll(/`([A-Za-z]+)`/g)].map(([, name]) => name)
  expect(Object.keys(defaultSwitches).filter((name) => !named.includes(name))).toEqual([])
})
