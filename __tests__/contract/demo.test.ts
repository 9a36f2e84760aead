import { describe, expect, test } from '@jest/globals'
import { ecs } from '../../scripts/demo/ecs.js'
import { lightsail } from '../../scripts/demo/lightsail.js'
import { outcomes as ecsOutcomes } from '../../simulator/ecs/outcomes/index.ts'
import { scenarios as ecsScenarios } from '../../simulator/ecs/scenarios/index.ts'
import { outcomes } from '../../simulator/lightsail/outcomes.ts'
import { scenarios } from '../../simulator/lightsail/scenarios/index.ts'
import { inputNames as ecsInputs } from '../../src/ecs/inputs/names.ts'
import { inputNames } from '../../src/lightsail/inputs/names.ts'

/** What the demo plays is there: scenarios and outcomes of the simulator, inputs of the action. */

describe.each([
  { shown: lightsail, scenarios, outcomes, inputs: inputNames },
  { shown: ecs, scenarios: ecsScenarios, outcomes: ecsOutcomes, inputs: ecsInputs },
])('the demo of $shown.service', ({ shown, scenarios, outcomes, inputs }) => {
  const names: string[] = scenarios.map(({ name }) => name)
  const given = { outcome: undefined, isStuck: false, endpoint: 'http://127.0.0.1:1' }

  test('names scenarios and outcomes that exist', () => {
    const named = [...shown.standard, shown.another, ...Object.keys(shown.special)]
    const ofOutcomes = Object.keys(outcomes).map((outcome) => shown.ofOutcome(outcome))
    expect([...named, ...ofOutcomes].filter((name) => !names.includes(name))).toEqual([])
    expect(shown.otherOutcomes.filter((name) => !Object.hasOwn(outcomes, name))).toEqual([])
  })

  test('gives inputs that exist', () => {
    const used = names.flatMap((name) => Object.keys(shown.inputsOf(name, given)))
    expect(used.filter((name) => !(inputs as readonly string[]).includes(name))).toEqual([])
  })
})
