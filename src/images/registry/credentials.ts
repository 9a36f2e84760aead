/** Credentials for a registry. */
export interface RegistryCredentials {
  /** Host, with a port where it needs one. */
  readonly address: string
  readonly username: string
  readonly password: string
}

/** Provides logins, and a new one when the last has expired. */
export interface CredentialProvider {
  current(): Promise<RegistryCredentials>
  /** A login after `expired`; several who ask at once get the same. */
  renewed(expired: RegistryCredentials): Promise<RegistryCredentials>
}

/** What registries say when a login ended: ECR with 403 rather than 401. */
export function isExpired(text: string): boolean {
  return /token (?:has|is) expired|Reauthenticate/i.test(text)
}
