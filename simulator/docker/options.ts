/** Options of real containers. */
export interface DockerOptions {
  /** Speed of the account's time, as a factor of real time. */
  readonly speed: number
  /** What the docker command finds its engine by; this process's own unless given. */
  readonly environment?: NodeJS.ProcessEnv
}
