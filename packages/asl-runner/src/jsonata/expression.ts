import { DefinitionFault } from '../definition-fault.js'
import { evaluationFailure } from '../failure.js'
import type { Frame } from '../frame.js'
import { RegexTimeout, SafeRegExp } from '../regex/safe-regex.js'
import {
  createFrame,
  evaluate,
  parser,
  populateMessage,
  type Ast,
  type Environment,
  type EvaluationEnvironment,
  type Thrown,
} from './evaluator.js'
import { awsFrame, giveSources } from './functions.js'
import { plainJson } from './plain-json.js'

/** How long an expression may take, in milliseconds of real time. */
const longestEvaluation = 1000
/** How deep calls may go. */
const deepestEvaluation = 1500
/** How many items a range may have. */
const longestSequence = 1_000_000

/** The members of `$states` that a field offers beside `context`. */
export interface States {
  readonly input: unknown
  readonly result?: unknown
  readonly errorOutput?: unknown
}

/** A compiled `{% … %}`. */
export type Expression = (states: States, frame: Frame) => unknown

/** The text inside `{% … %}`, without the blanks around it; `undefined` for any other text. */
export function expressionIn(text: unknown): string | undefined {
  if (typeof text !== 'string' || !text.startsWith('{%') || !text.endsWith('%}') || text.length < 4) return undefined
  return text.slice(2, -2).trim()
}

const parsed = new Map<string, Ast>()

function parse(text: string, location: string): Ast {
  const known = parsed.get(text)
  if (known) return known
  try {
    const ast = parser(text)
    if (parsed.size > 10_000) parsed.clear()
    parsed.set(text, ast)
    return ast
  } catch (error) {
    if (!(error instanceof RangeError)) populateMessage(error)
    throw new DefinitionFault(
      `The JSONata expression '${text}' cannot be parsed: ${(error as Thrown).message ?? 'it is nested too deeply'}`,
      location,
    )
  }
}

/**
 * Compiles an expression.
 *
 * @param field Where it stands in its state, as AWS says it: `Output/result`.
 * @param location JSON Pointer, for faults.
 */
export function compileExpression(text: string, field: string, location: string): Expression {
  const ast = parse(text, location)
  const readsContext = /context|\$states(?!\s*\.\s*(?:input|result|errorOutput)\b)/.test(text)
  const about = `The JSONata expression '${text}' specified for the field '${field}'`
  return (given, frame) => {
    const states = readsContext ? { ...given, context: frame.context() } : given
    const environment = environmentOf(states, frame)
    let value: unknown
    try {
      value = evaluate(ast, undefined, environment)
    } catch (error) {
      throw evaluationFailure(`${about} threw an error during evaluation. ${thrown(error)}`, field)
    }
    if (value === undefined) throw evaluationFailure(`${about} returned nothing (undefined).`, field)
    const plain = plainJson(value)
    if (plain === undefined) throw evaluationFailure(`${about} returned an unsupported result type.`, field)
    return plain
  }
}

function environmentOf(states: unknown, frame: Frame): EvaluationEnvironment {
  const outer: Environment = {
    bind: () => undefined,
    lookup: (name) => {
      if (name === 'states') return states
      const variable = frame.variables.get(name)
      return variable === undefined ? awsFrame.lookup(name) : variable
    },
  }
  const environment = createFrame(outer) as EvaluationEnvironment
  let steps = 0
  let deadline = 0
  environment.base = environment
  environment.depth = 0
  environment.options = { sequence: longestSequence }
  environment.RegexEngine = SafeRegExp
  environment.global = { ancestry: [null] }
  environment.createSequence = createSequence
  environment.guardrails = () => {
    if (environment.depth > deepestEvaluation) throw new RangeError('Maximum call stack size exceeded')
    steps += 1
    if ((steps & 255) !== 0) return
    const now = performance.now()
    if (deadline === 0) deadline = now + longestEvaluation
    // eslint-disable-next-line no-throw-literal -- an error of the engine
    else if (now > deadline) throw { code: 'D1012' }
  }
  giveSources(environment, { frame, now: frame.now })
  return environment
}

function createSequence(...items: unknown[]): unknown[] {
  const sequence = items as unknown[] & { sequence: true }
  sequence.sequence = true
  return sequence
}

/** What an expression threw, in AWS's words. */
function thrown(error: unknown): string {
  if (error instanceof RegexTimeout) return 'Expression evaluation timeout'
  if (error instanceof RangeError) {
    return error.message.startsWith('Maximum call stack')
      ? 'Stack overflow error'
      : 'Expression evaluation memory limit exceeded'
  }
  const { code } = error as Thrown
  if (code === 'D1012') return 'Expression evaluation timeout'
  if (code === 'D2014' || code === 'D2015') return 'Expression evaluation memory limit exceeded'
  populateMessage(error)
  const { message } = error as Thrown
  return code === undefined ? String(message) : `${code}: ${message}`
}
