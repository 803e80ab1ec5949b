import { check, type CheckOptions } from '../check/check.js'
import { DefinitionError } from '../check/definition-error.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { OrSubstitution, QueryLanguage } from '../model/expression.js'
import type { ProcessorConfig } from '../model/map-io.js'
import type {
  ChoiceState,
  FailState,
  MapState,
  ParallelState,
  PassState,
  StateMachine,
  SucceedState,
  TaskState,
  WaitState,
} from '../model/state-machine.js'

// `Names` is inferred as the tree of state names: a dictionary of the scope's names, each with the names inside that state
// (for a Parallel a tuple of such trees). The compiler so knows, for every `Next` in every scope, what it may say.
// `keyof Names & string` stands everywhere in full: behind an alias the messages would print the alias.

/** A scope in which transitions may name its own states only. */
export interface ScopeOf<Names> {
  Comment?: string
  /** A state of this scope. */
  StartAt: keyof Names & string
  States: { readonly [Name in keyof Names]: StateIn<keyof Names & string, Names[Name]> }
}

/** A Map's processor, its names checked like the machine's. */
export interface ProcessorOf<Names> extends ScopeOf<Names> {
  ProcessorConfig?: ProcessorConfig
}

/** A Parallel's branches, each a scope of its own. */
export type BranchesOf<Names> = { readonly [Branch in keyof Names]: ScopeOf<Names[Branch]> }

/** A state in a scope of the given names; `Inner` are the names inside it. */
export type StateIn<Name extends string, Inner> =
  | PassState<Name>
  | TaskState<Name>
  | ChoiceState<Name>
  | WaitState<Name>
  | SucceedState
  | FailState
  | ParallelState<Name, BranchesOf<Inner>>
  | MapState<Name, ProcessorOf<Inner>>

/** A definition whose names the compiler checks. */
export interface Definition<Names> extends ScopeOf<Names> {
  /** The language of every state that names none. Default `JSONPath`. */
  QueryLanguage?: QueryLanguage
  /** Seconds the whole execution may take. */
  TimeoutSeconds?: OrSubstitution<number>
  Version?: '1.0'
}

/** A definition as its author wrote it, before {@link StateMachineDocument.build} vouches for it. */
export interface StateMachineDocument {
  /** The document as it was written. */
  readonly definition: StateMachine
  /** Everything found in it, warnings too. */
  readonly diagnostics: readonly Diagnostic[]
  /**
   * The document, once nothing in it would be refused by AWS.
   *
   * @throws DefinitionError with all diagnostics when one of them is an ERROR.
   */
  build(): StateMachine
}

/**
 * The document front: a literal in ASL's own shape, any graph, both query languages. A target that does not exist in its scope does not compile.
 *
 *     const hello = stateMachine({
 *       StartAt: 'Hello',
 *       States: { Hello: { Type: 'Task', Resource: '${HelloArn}', End: true } },
 *     }).build()
 *
 * @param options.type `EXPRESS` checks for what an Express machine cannot do. Default `STANDARD`.
 */
export function stateMachine<const Names>(
  definition: Definition<Names>,
  options: CheckOptions = {},
): StateMachineDocument {
  // What the types hold is what the model says; a caller without types is told by `build`.
  const machine = definition as unknown as StateMachine
  let diagnostics: readonly Diagnostic[] | undefined
  return {
    definition: machine,
    get diagnostics() {
      return (diagnostics ??= check(machine, options))
    },
    build() {
      if (this.diagnostics.some(({ severity }) => severity === 'ERROR')) throw new DefinitionError(this.diagnostics)
      return machine
    },
  }
}
