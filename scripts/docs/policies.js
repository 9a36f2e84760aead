/** The IAM policies of the set-up as JSON, from the CloudFormation template. */
import { parse } from 'yaml'

/** @param {string} name of the resource @param {string} template */
export function policyJson(name, template) {
  // References to parameters become their names.
  const resource = parse(template, { logLevel: 'silent' }).Resources[name]
  if (resource === undefined) throw new Error(`the template has no resource ${name}`)
  const { PolicyDocument } = resource.Properties
  return JSON.stringify(PolicyDocument, (_, value) => (value === 'Regions' ? 'eu-central-1' : value), 2)
}
