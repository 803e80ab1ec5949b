import { check } from '../check/check.js'
import { DefinitionError } from '../check/definition-error.js'
import type { Diagnostic } from '../diagnostics/diagnostic.js'
import type { StateMachine } from '../model/state-machine.js'
import type { Chain } from './chain.js'
import { lower, type FoundProblem, type Recording } from './lower/lower.js'

/**
 * The definition that a flow becomes.
 *
 * @throws DefinitionError with everything that is wrong: what the flow says, and what AWS would refuse in the definition.
 */
export function definitionOf(recording: Omit<Recording, 'chain'>, chain: Chain): StateMachine {
  const { definition, problems } = lower({ ...recording, chain })
  const found = problems.map(diagnosticOf)
  // what follows from a problem of the flow is not said twice: the state it is in is reported once
  const states = new Set(found.map(({ state }) => state))
  const checked = check(definition).filter(({ state }) => !states.has(state))
  const diagnostics = [...found, ...checked]
  if (diagnostics.some(({ severity }) => severity === 'ERROR')) throw new DefinitionError(diagnostics)
  return definition
}

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
