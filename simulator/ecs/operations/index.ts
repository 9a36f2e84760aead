import type { Context, Operation } from '../requests/context.ts'

const operations = {} as const satisfies Record<string, Operation<never, object>>

export type OperationName = keyof typeof operations & string

export function isOperationName(name: string): name is OperationName {
  return Object.hasOwn(operations, name)
}

export const operationNames: readonly OperationName[] = Object.keys(operations).filter(isOperationName)

/** Does the operation; the request's required members and types are checked before. Throws EcsError. */
export function perform(operation: OperationName, request: unknown, context: Context): object {
  // The table is written per operation, and the wire has checked the request against the same name's model.
  const performer = operations[operation] as unknown as Operation<object, object>
  return performer((request ?? {}) as object, context)
}
