import { parse } from 'yaml'

/** What an action.yml promises: the names of its inputs and outputs, and the Node it runs on. */

/** @typedef {{ required?: boolean | string, default?: unknown }} Input */

/**
 * What of an action was taken away or made stricter: each a reason for a version that breaks. Results, reason codes, IAM
 * actions and permissions are part of the contract, too; a reader of the changelog has to see to those.
 * @param {string} before text of an action.yml
 * @param {string} after
 * @returns {string[]}
 */
export function breakingChanges(before, after) {
  const [was, is] = [parse(before), parse(after)]
  /** @type {Record<string, Input>} */
  const inputs = is.inputs ?? {}
  const isRequired = (/** @type {Input | undefined} */ input) => String(input?.required) === 'true'
  return [
    ...missing(was.inputs, inputs).map((name) => `the input ${name} is gone`),
    ...missing(was.outputs, is.outputs).map((name) => `the output ${name} is gone`),
    ...Object.keys(inputs)
      .filter((name) => isRequired(inputs[name]) && !isRequired(was.inputs?.[name]))
      .map((name) => `the input ${name} is required now`),
    ...Object.entries(/** @type {Record<string, Input>} */ (was.inputs ?? {}))
      .filter(([name, { default: old }]) => name in inputs && inputs[name]?.default !== old)
      .map(([name]) => `the input ${name} has a different default`),
    ...(was.runs.using === is.runs.using ? [] : [`it runs on ${is.runs.using} instead of ${was.runs.using}`]),
  ]
}

/** @param {object | undefined} before @param {object | undefined} after */
function missing(before, after) {
  return Object.keys(before ?? {}).filter((name) => !(name in (after ?? {})))
}
