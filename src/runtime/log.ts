/** The log of a run. Lines must be free of secrets and of workflow commands; the runner implements it. */
export interface Log {
  line(text: string): void
  notice(text: string): void
  warning(text: string): void
  /** Opens a group, which GitHub folds; groups do not nest. For untrusted output, such as container logs. */
  startGroup(title: string): void
  endGroup(): void
}
