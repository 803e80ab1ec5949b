import type { Resource } from './resource.js'

/** Headers and query parameters are lists of texts by name. */
const isListsByName = (value: unknown): boolean =>
  typeof value === 'object' &&
  value !== null &&
  !Array.isArray(value) &&
  Object.values(value).every((list) => Array.isArray(list) && list.every((item) => typeof item === 'string'))

/**
 * What AWS finds wrong with a task's evaluated parameters before it calls the service, where no checker could have known it.
 *
 * @returns `undefined` when nothing is.
 */
export function parameterProblem(resource: Resource, parameters: unknown): string | undefined {
  if (resource.kind !== 'service' || resource.service !== 'apigateway') return undefined
  for (const field of ['Headers', 'QueryParameters']) {
    const value = (parameters as Readonly<Record<string, unknown>> | null)?.[field]
    if (value !== undefined && !isListsByName(value)) return `The value of the field '${field}' has an invalid format`
  }
  return undefined
}
