/** Stands for `node:fs/promises` where only this is used of it: loads it with the first call. */
export function readFile(/** @type {string} */ path, /** @type {'utf8'} */ encoding) {
  return process.getBuiltinModule('node:fs/promises').readFile(path, encoding)
}
