/** Environment values that may occur nowhere in what a person sees: each holds the mark. */
export const marks = ['canary-', 'correct-horse']

/** Of our inputs: one line, several lines, and one that JSON writes differently. */
export const ourValues = {
  TOKEN: 'canary-ours-5c0ffee5',
  KEY: '-----BEGIN KEY-----\ncanary-first-line-77\ncanary-last-line-78\n-----END KEY-----',
  QUOTED: 'canary-"quoted"\\5c0ffee6',
}

/** Of what ran before, and of what somebody else deploys meanwhile. */
export const oldValue = 'canary-old-0ddba11'
export const theirValue = 'canary-theirs-ba5eba11'

/** Of the deployment file. */
export const fileValue = 'canary-file-f11eba11'

/** Of a host that is not of the site, and of the queries of what is asked and redirected to. */
export const insideValue = 'canary-inside-5eed1e55'
export const queryValue = 'canary-query-ca11ab1e'

/** A text as others send it, with a value of ours in it, if our inputs have any. */
export function leaky(inputs: Readonly<Record<string, string>>): string {
  return inputs['environment-variables'] === undefined ? 'nothing' : ourValues.TOKEN
}
