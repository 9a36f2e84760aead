/** Stands for `crypto` where only this is used of it: loads it with the first call. */
export function randomUUID() {
  return process.getBuiltinModule('node:crypto').randomUUID()
}
