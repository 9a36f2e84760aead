import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseSync } from '@swc/core'
import { root } from './markdown.ts'

/**
 * Every reason code that the sources can produce, found in their syntax: the values of properties named `reasonCode`,
 * and the arguments for parameters of that name. Throws where one is neither a literal nor handed on from elsewhere.
 */
export const producedReasonCodes = (): string[] => {
  const modules = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => parseSync(readFileSync(join(root, 'src', name), 'utf8'), { syntax: 'typescript' }))

  /** Function name → which of its parameters is a reason code. */
  const takers = new Map<string, number>()
  for (const node of modules.flatMap(nodesOf)) {
    if (node['type'] !== 'VariableDeclarator' || !isNode(node['init'])) continue
    const { type, params } = node['init']
    if (type !== 'ArrowFunctionExpression' || !Array.isArray(params)) continue
    const index = params.findIndex((parameter) => nameOf(parameter) === 'reasonCode')
    if (index >= 0) takers.set(nameOf(node['id']), index)
  }

  const codes = modules.flatMap(nodesOf).flatMap((node): string[] => {
    if (node['type'] === 'KeyValueProperty' && nameOf(node['key']) === 'reasonCode')
      return literals(node['value'])
    const index = node['type'] === 'CallExpression' ? takers.get(nameOf(node['callee'])) : undefined
    if (index === undefined || !Array.isArray(node['arguments'])) return []
    const argument: unknown = node['arguments'][index]
    return literals(isNode(argument) ? argument['expression'] : argument)
  })
  return [...new Set(codes)].sort()
}

type Node = Readonly<Record<string, unknown>>

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null

const nodesOf = (value: unknown): Node[] =>
  isNode(value) ? [value, ...Object.values(value).flatMap((part) => nodesOf(part))] : []

const nameOf = (node: unknown): string =>
  isNode(node) && node['type'] === 'Identifier' ? String(node['value']) : ''

const literals = (value: unknown): string[] => {
  if (!isNode(value)) throw new Error('a reason code is missing')
  if (value['type'] === 'StringLiteral') return [String(value['value'])]
  if (value['type'] === 'ConditionalExpression') {
    return [...literals(value['consequent']), ...literals(value['alternate'])]
  }
  const handedOn = value['type'] === 'MemberExpression' ? nameOf(value['property']) : nameOf(value)
  if (handedOn !== 'reasonCode') throw new Error(`a reason code is a ${String(value['type'])}`)
  return []
}
