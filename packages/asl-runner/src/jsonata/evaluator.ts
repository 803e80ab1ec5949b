import { engine } from './engine.js'

/** A parsed expression: a tree only the engine reads. */
export interface Ast {
  readonly type: string
}

/** The engine's scope of names. */
export interface Environment {
  bind(name: string, value: unknown): void
  lookup(name: string): unknown
  /** The outermost environment of an evaluation. */
  base?: EvaluationEnvironment
}

/** The outermost environment of an evaluation: its limits, and what its functions draw from. */
export interface EvaluationEnvironment extends Environment {
  depth: number
  guardrails(): void
  createSequence(...items: unknown[]): unknown[]
  options: { readonly sequence: number }
  RegexEngine: unknown
  global: { ancestry: (null | object)[] }
}

/** A function of the engine, as its implementation sees itself called. */
export type Native = (this: Call, ...args: any[]) => unknown // any: a signature says what arrives

/** What a native function can reach. */
export interface Call {
  readonly environment: Environment
  createSequence(...items: unknown[]): unknown[]
}

/** An error that an expression throws. */
export interface Thrown {
  readonly code?: string
  readonly message?: string
}

interface Engine {
  readonly internals: {
    parser(expression: string): Ast
    evaluate(ast: Ast, input: unknown, environment: Environment): unknown
    createFrame(outer: Environment | null): Environment
    readonly staticFrame: Environment
    defineFunction(implementation: Native, signature: string): { readonly implementation: Native }
    /** Writes an error's message from its code. */
    populateMessage(error: unknown): void
  }
}

/** The parts of the JSONata engine that are driven here. */
export const { parser, evaluate, createFrame, staticFrame, defineFunction, populateMessage } = (engine as Engine)
  .internals
