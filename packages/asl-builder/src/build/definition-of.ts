import { check } from '../check/check.js'
import { DefinitionError } from '../check/definition-error.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { StateMachine } from '../model/state-machine.js'
import type { Chain } from './chain.js'
import { lower, type FoundProblem, type Recording } from './lower/lower.js'

interface Named extends Omit<Recording, 'chain'> {
  readonly name: string
}

/**
 * The definition that a flow becomes.
 *
 * @throws DefinitionError with everything that is wrong: what the flow says, and what AWS would refuse in the definition.
 */
export function definitionOf({ name, ...recording }: Named, chain: Chain): StateMachine {
  const { definition, problems, untypedStates } = lower({ ...recording, chain })
  const wrongStates = new Set(problems.map(({ state }) => state))
  const found = check(definition).flatMap((diagnostic): Diagnostic[] => {
    const { rule, state = '' } = diagnostic
    // what only follows from a problem of the flow is not said too
    if (problems.length > 0 && followsFromGraph.has(rule)) return []
    if (wrongStates.has(state) && followsFromReference.has(rule)) return []
    const isMisspelt = misspelt.has(rule) && diagnostic.hint?.startsWith('Did you mean') === true
    const isRefused = refused.has(rule) || isMisspelt || (refusedByTypes.has(rule) && !untypedStates.has(state))
    return [isRefused ? { ...diagnostic, severity: 'ERROR' } : diagnostic]
  })
  const diagnostics = [...problems.map(diagnosticOf), ...found]
  if (diagnostics.some(({ severity }) => severity === 'ERROR'))
    throw new DefinitionError(diagnostics, `The flow ${JSON.stringify(name)} cannot be built`)
  return definition
}

/** Rules that warn about a definition of unknown origin: in one that a flow becomes, there is no such doubt. */
const refused = new Set(['NO_TASK_TOKEN', 'VARIABLE_NOT_ASSIGNED', 'VARIABLE_SHADOWED'])

/** Names that AWS may know by now; one that is a letter away from a known one is a slip, in an untyped call too. */
const misspelt = new Set(['UNKNOWN_ACTION', 'UNKNOWN_PARAMETER', 'UNSUPPORTED_FIELD'])

/** The same about a call's parameters, which the types of the front hold: not about an untyped call's, where AWS may know more. */
const refusedByTypes = new Set(['MISSING_PARAMETER', 'UNKNOWN_PARAMETER', 'PARAMETER_TYPE'])

/** Rules about transitions: a flow that could not be written whole has no whole graph. */
const followsFromGraph = new Set([
  'DUPLICATE_STATE_NAME',
  'ENDLESS_LOOP',
  'MISSING_END_STATE',
  'MISSING_TRANSITION_TARGET',
  'NEXT_OR_END',
  'REQUIRED_FIELD',
  'UNREACHABLE_STATE',
])

/** Rules about what a reference becomes. */
const followsFromReference = new Set(['VARIABLE_NOT_ASSIGNED', 'VARIABLE_SHADOWED', 'STATES_MEMBER', 'WRONG_LANGUAGE'])

function diagnosticOf({ code, message, hint, state, location }: FoundProblem): Diagnostic {
  return {
    severity: 'ERROR',
    code,
    rule: code,
    message,
    ...(hint !== undefined && { hint }),
    location,
    ...(state !== '' && { state }),
  }
}
