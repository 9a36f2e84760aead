/** Where a run speaks. Lines arrive free of secrets and of foreign commands; the door to the runner implements it. */
export interface Log {
  line(text: string): void
  notice(text: string): void
  warning(text: string): void
  /** Opens a group, which GitHub shows folded; groups do not nest. For what others wrote: our own words stay in sight. */
  startGroup(title: string): void
  endGroup(): void
}
