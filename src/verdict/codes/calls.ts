import type { CodeEntry, CodeText } from '../code-entry.ts'

/** Calls to AWS that failed: the way there, the credentials, and what any service of AWS may answer. */
export const callCodes = {
  'no-answer': { results: ['unknown'] },
  'proxy-failed': { results: ['unknown'] },
  'tls-failed': { results: ['unknown'] },
  'endpoint-invalid': { results: ['unknown'] },
  throttled: { results: ['unknown'] },
  'clock-skew': { results: ['unknown'] },
  'credentials-expired': { results: ['unknown', 'refused'] },
  'credentials-missing': { results: ['unknown', 'refused'] },
  'credentials-denied': { results: ['unknown', 'refused'] },
  'credentials-unavailable': { results: ['unknown'] },
  'credentials-invalid': { results: ['unknown', 'refused'] },
  'access-denied': { results: ['unknown', 'refused'] },
  rejected: { results: ['unknown', 'refused'] },
  'region-setup': { results: ['unknown', 'refused'] },
  'account-setup': { results: ['unknown', 'refused'] },
} as const satisfies Readonly<Record<string, CodeEntry>>

export const callTexts: Readonly<Record<keyof typeof callCodes, CodeText>> = {
  'no-answer': { meaning: 'AWS does not answer.', fix: "Run again later; check the runner's network." },
  'proxy-failed': {
    meaning: "The runner's proxy blocks the requests.",
    fix: 'Fix HTTPS_PROXY, or let the proxy pass what the error names.',
  },
  'tls-failed': {
    meaning: 'No secure connection: something inspects TLS, or the certificate is not trusted.',
    fix: "Set NODE_EXTRA_CA_CERTS to the network's certificate authority.",
  },
  'endpoint-invalid': {
    meaning: 'The address from AWS_ENDPOINT_URL or the Region cannot be used.',
    fix: 'Fix AWS_ENDPOINT_URL or `region`.',
  },
  throttled: {
    meaning: 'Too many API calls, even after `max-retries`.',
    fix: 'Run again later, or raise `max-retries`.',
  },
  'clock-skew': {
    meaning:
      "The runner's clock is more than 5 minutes off, and `max-retries` was too low to correct for it.",
    fix: "Set the runner's clock, or leave `max-retries` at its default.",
  },
  'credentials-expired': {
    meaning: 'The credentials have expired.',
    fix: 'Get them in the same job, with a longer session.',
  },
  'credentials-missing': {
    meaning: 'There are no credentials.',
    fix: 'Add the step `aws-actions/configure-aws-credentials` before this one.',
  },
  'credentials-denied': {
    meaning: "The credential provider (STS) refuses: the role's trust policy, or the OIDC provider.",
    fix: 'Fix the trust policy, or the OIDC provider; the error says which.',
  },
  'credentials-unavailable': {
    meaning: 'The credential provider (STS, single sign-on, the machine) does not answer.',
    fix: "Run again later; check the runner's network.",
  },
  'credentials-invalid': { meaning: 'AWS does not accept the credentials.', fix: 'Fix the credentials.' },
  'access-denied': {
    meaning: 'The role is not allowed to do this; the error names the action.',
    fix: "Allow the action in the role's policy.",
  },
  rejected: { meaning: 'AWS rejected the call; the error quotes its words.', fix: 'Fix what they say.' },
  'region-setup': {
    meaning: 'AWS is still setting up the Region for this account.',
    fix: 'Leave `if-in-progress` at its default, or run again later.',
  },
  'account-setup': {
    meaning: 'AWS is still setting up the account.',
    fix: 'Leave `if-in-progress` at its default, or run again later.',
  },
}
