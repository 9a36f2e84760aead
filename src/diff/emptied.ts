import { namesLine } from './change-lines.ts'
import { emptiedNames, type Variables } from './environment-changes.ts'

/** Warnings about values that a plan replaces with nothing: most often an expression that was empty. */

export const emptyCause = 'did an expression come out empty?'

/** The variables of one container, before and afterwards. */
export interface ComparedVariables {
  readonly name: string
  readonly was: Variables
  readonly environment: Variables
}

/** One warning for each container whose variables lose their values. */
export function emptiedVariables(compared: readonly ComparedVariables[]): string[] {
  return compared.flatMap(({ name, was, environment }) => {
    const emptied = emptiedNames(was, environment)
    if (emptied.length === 0) return []
    const [have, them] = emptied.length === 1 ? ['has', 'it'] : ['have', 'them']
    return [
      `${name}: ${namesLine(emptied)} ${have} a value now and will be empty; ${emptyCause} To keep ${them}, leave ${them} out`,
    ]
  })
}

/** One notice for each container with new variables that hold nothing. */
export function emptyNewVariables(compared: readonly ComparedVariables[]): string[] {
  return compared.flatMap(({ name, was, environment }) => {
    const empty = Object.keys(environment).filter(
      (variable) => !Object.hasOwn(was, variable) && environment[variable]?.trim() === '',
    )
    return empty.length === 0
      ? []
      : [`${name}: ${namesLine(empty)} ${empty.length === 1 ? 'is' : 'are'} new and empty; ${emptyCause}`]
  })
}

/** Tags that lose their text. */
export function emptiedTags(before: Variables, written: Variables): string[] {
  return Object.entries(written)
    .filter(([key, value]) => value === '' && Object.hasOwn(before, key) && before[key] !== '')
    .map(([key]) => `the tag ${key} has a value now and will be empty; ${emptyCause}`)
}
