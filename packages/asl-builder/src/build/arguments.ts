import { fields } from '../model/fields.js'
import { recordedOf } from '../refs/ref.js'
import type { Chain, Step } from './chain.js'
import { suggestion, type Problem } from './problem.js'
import { misfitsOf } from './schema.js'

/*
 * What the types of the front refuse, said again at run time: JavaScript callers and `any` get past the types.
 */

const state = ['Comment']
const assigning = [...state, 'assign']
const failing = [...assigning, 'retry', 'catch']

/** The options of each call. */
export const knownOptions = {
  Choice: state,
  Pass: assigning,
  Parallel: failing,
  Task: [...failing, 'TimeoutSeconds', 'HeartbeatSeconds', 'Credentials'],
  Map: [...failing, 'MaxConcurrency'],
  DistributedMap: [
    ...failing,
    'MaxConcurrency',
    'ExecutionType',
    'ToleratedFailurePercentage',
    'ToleratedFailureCount',
    'Label',
    'ResultWriter',
  ],
  ItemSource: ['items', 'ItemReader', 'item', 'itemSelector', 'ItemBatcher'],
  Flow: ['input', 'queryLanguage', 'Comment', 'TimeoutSeconds', 'catch'],
} as const

const retrierFields = Object.keys(fields.Retrier)

interface Given {
  callback?: unknown
  optionalCallback?: unknown
  options: unknown
  known: readonly string[]
}

/** What is wrong with the arguments of a call; `undefined` when nothing is. */
export function wrongArgument(call: string, name: unknown, given: Given): Step | undefined {
  const wrong = (message: string, hint?: string): Step => ({
    kind: 'Wrong',
    name: typeof name === 'string' ? name : '',
    problem: { code: 'WRONG_ARGUMENT', message: `.${call}(${textOf(name)}, …): ${message}`, hint },
  })
  if (typeof name !== 'string' || name === '') return wrong('the name of a state is text, 1 to 80 characters.')
  const isMissing = 'callback' in given && typeof given.callback !== 'function'
  const isOther = given.optionalCallback !== undefined && typeof given.optionalCallback !== 'function'
  if (isMissing || isOther) return wrong('it takes a callback here.', 'Write a function: ({ results, input }) => …')
  const { options, known } = given
  if (call === 'flow' && isSchema(options)) return wrong('a schema is one of its options.', 'Write { input: schema }.')
  if (typeof options !== 'object' || options === null || recordedOf(options))
    return wrong('its options are an object.', `Options: ${known.join(', ')}.`)
  for (const option of Object.keys(options))
    if (!known.includes(option))
      return wrong(`it has no option ${JSON.stringify(option)}.`, suggestion(option, known, 'options'))
  const retry: unknown = (options as Record<string, unknown>)['retry']
  for (const retrier of Array.isArray(retry) ? (retry as unknown[]) : [])
    for (const field of Object.keys(Object(retrier)))
      if (!retrierFields.includes(field))
        return wrong(`a Retrier has no field ${JSON.stringify(field)}.`, suggestion(field, retrierFields, 'fields'))
  if (retry !== undefined && !Array.isArray(retry)) return wrong('its option retry is a list of Retriers.')
  for (const option of ['assign', 'catch', 'items', 'itemSelector', 'ItemReader', 'ItemBatcher', 'ResultWriter']) {
    const value = (options as Record<string, unknown>)[option]
    if (value !== undefined && typeof value !== 'function') return wrong(`its option ${option} is a callback.`)
  }
  return undefined
}

const isSchema = (options: unknown): boolean => typeof options === 'object' && options !== null && '_zod' in options

const textOf = (name: unknown): string => (typeof name === 'string' ? JSON.stringify(name) : typeof name)

/** A call that could not be recorded. */
export const wrongCall = (name: string, message: string, hint?: string): Step => ({
  kind: 'Wrong',
  name,
  problem: { code: 'WRONG_ARGUMENT', message, hint },
})

/** A branch that could not be recorded. */
export const wrongChain = (message: string, hint?: string): Chain => ({
  last: { before: undefined, step: wrongCall('', message, hint) },
})

/** What the schema of a function refuses in the payload as it is written. */
export const wrongPayload = (schema: unknown, payload: unknown): Problem[] =>
  [...misfitsOf(schema, payload, 'Payload', isGiven)].map(({ message, unknown }) => ({
    code: 'WRONG_ARGUMENT',
    message,
    hint: unknown && suggestion(unknown.name, unknown.known, 'fields'),
  }))

/** Neither a reference nor text that a query language or a deploy tool replaces. */
const isGiven = (part: unknown): boolean =>
  recordedOf(part) === undefined && !(typeof part === 'string' && /^\{%|^\$|^States\.|\$\{/.test(part))
