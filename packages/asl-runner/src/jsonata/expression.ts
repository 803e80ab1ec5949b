import { DefinitionFault } from '../definition-fault.js'
import { evaluationFailure } from '../failure.js'
import type { Frame } from '../frame.js'
import { RegexTimeout, SafeRegExp } from '../regex/safe-regex.js'
import { evaluate, parser, populateMessage, type Ast, type EvaluationEnvironment, type Thrown } from './evaluator.js'
import { awsFrame, type Sources } from './functions.js'
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
    let value: unknown
    try {
      value = evaluate(ast, undefined, new Evaluation(states, frame))
    } catch (error) {
      throw evaluationFailure(`${about} threw an error during evaluation. ${thrown(error)}`, field)
    }
    if (value === undefined) throw evaluationFailure(`${about} returned nothing (undefined).`, field)
    const plain = plainJson(value)
    if (plain === undefined) throw evaluationFailure(`${about} returned an unsupported result type.`, field)
    return plain
  }
}

/** The outermost environment of one evaluation. A class: closures made for each evaluation would cost more than the evaluation. */
class Evaluation implements EvaluationEnvironment, Sources {
  readonly frame: Frame
  readonly base: EvaluationEnvironment = this // oxlint-disable-line typescript/no-this-alias -- the engine reaches its limits through it
  depth = 0
  readonly options = limits
  readonly RegexEngine = SafeRegExp
  readonly global = { ancestry: [null] }
  readonly createSequence = createSequence
  private readonly states: unknown
  private bound: Map<string, unknown> | undefined
  private steps = 0
  private deadline = 0

  constructor(states: unknown, frame: Frame) {
    this.states = states
    this.frame = frame
  }

  bind(name: string, value: unknown): void {
    this.bound ??= new Map()
    this.bound.set(name, value)
  }

  lookup(name: string): unknown {
    if (name === 'states') return this.states
    if (this.bound?.has(name)) return this.bound.get(name)
    const variable = this.frame.variables.get(name)
    return variable === undefined ? awsFrame.lookup(name) : variable
  }

  guardrails(): void {
    if (this.depth > deepestEvaluation) throw new RangeError('Maximum call stack size exceeded')
    this.steps += 1
    if ((this.steps & 255) !== 0) return
    const now = performance.now()
    if (this.deadline === 0) this.deadline = now + longestEvaluation
    // oxlint-disable-next-line no-throw-literal -- an error of the engine
    else if (now > this.deadline) throw { code: 'D1012' }
  }
}

const limits = { sequence: longestSequence }

/** An array that the engine knows for a sequence of its own. */
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
