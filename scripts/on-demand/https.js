/** Stands for the SDK's import of `node:https`, which loads it with the first use. */
export const node_https = {
  get Agent() {
    return process.getBuiltinModule('node:https').Agent
  },
  get request() {
    return process.getBuiltinModule('node:https').request
  },
}
