import { AsyncLocalStorage } from 'node:async_hooks'
import { constants, createContext, runInContext } from 'node:vm'
import { TestEnvironment } from 'jest-environment-node'

/**
 * Jest's environment for Node.js with a plain global object in place of one behind interceptors and a proxy, through which every mention
 * of `Array`, `Buffer` or `setTimeout` has to go: a run of the action takes a fifth more with it. Each file of tests still has its own.
 * Node.js before 20.18 cannot make one, and keeps Jest's.
 */
// biome-ignore lint/style/noDefaultExport: Jest takes the default export.
export default class extends TestEnvironment {
  /** @param {ConstructorParameters<typeof TestEnvironment>} given */
  constructor(...given) {
    super(...given)
    if (constants?.DONT_CONTEXTIFY === undefined) return
    /** @type {typeof globalThis} */
    const intercepted = this.global
    this.context = createContext(constants.DONT_CONTEXTIFY)
    /** @type {typeof globalThis} */
    const global = runInContext('globalThis', this.context)
    addMissing(global, intercepted)
    addMissing(global.Symbol, intercepted.Symbol)
    // As Jest does it: what Node.js itself makes of these belongs to the realm of its modules.
    Object.assign(global, { global, Buffer, ArrayBuffer, Uint8Array })
    global.Error.stackTraceLimit = intercepted.Error.stackTraceLimit
    const [{ projectConfig: config }] = given
    this.moduleMocker &&= again(this.moduleMocker, global)
    this.fakeTimersModern &&= again(this.fakeTimersModern, { config, global })
    this.global = /** @type {any} */ (global)
  }
}

/**
 * Jest follows each test through all of its promises, to know whose an error is that nothing catches. Before Node.js 24 every promise of
 * the process pays for it, once more for each file of tests that has run before, which is a third of all time here. The tests of a
 * process run one after another, so without it such an error still fails its file.
 */
Object.assign(AsyncLocalStorage.prototype, {
  /** @param {unknown} _ @param {(...args: unknown[]) => unknown} callback @param {unknown[]} args */
  run: (_, callback, ...args) => callback(...args),
})

const replaceable = { configurable: true, writable: true }

/** Adds the properties that only `from` has; the value behind a getter is read when it is first asked for. @param {object} to @param {object} from */
function addMissing(to, from) {
  for (const name of Reflect.ownKeys(from)) {
    const descriptor = Object.getOwnPropertyDescriptor(from, name)
    if (descriptor === undefined || Object.hasOwn(to, name)) continue
    const { enumerable = false } = descriptor
    /** @param {unknown} value */
    const set = (value) => void Object.defineProperty(to, name, { ...replaceable, enumerable, value })
    const get = () => {
      set(Reflect.get(from, name))
      return Reflect.get(to, name)
    }
    Object.defineProperty(
      to,
      name,
      'value' in descriptor ? descriptor : { configurable: true, enumerable, get, set },
    )
  }
}

/** Another one of its class. @template {object} Part @param {Part} part @param {unknown} of @returns {Part} */
function again(part, of) {
  return Reflect.construct(part.constructor, [of])
}
