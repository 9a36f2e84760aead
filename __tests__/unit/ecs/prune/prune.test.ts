import { expect, test } from '@jest/globals'
import { unusedRevisions } from '../../../../src/ecs/prune/prune.ts'
import { revision } from '../rollout/rollouts.ts'

const active = [5, 4, 3, 2, 1].map((number) => revision(number))

test.each<[string, number, string[], number[]]>([
  ['the newest stay', 2, [], [3, 2, 1]],
  ['what is used stays, however old', 1, [revision(1), 'web:3'], [4, 2]],
  ['one always stays', 0, [], [4, 3, 2, 1]],
  ['as many as are there', 5, [], []],
  ['what another family uses says nothing', 4, ['worker:1'], [1]],
])('%s', (_, keep, used, expected) => {
  expect(unusedRevisions({ active, keep, used })).toEqual(expected.map((number) => revision(number)))
})
