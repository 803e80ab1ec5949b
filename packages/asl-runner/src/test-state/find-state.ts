import { scopesOf, type StateMachine } from 'asl-builder/scope'
import type { Fields } from '../data-flow.js'
import { refused, TestStateError } from './request.js'

/** The state to test, and the query language it is written in. */
export interface TestedState {
  readonly fields: Fields
  readonly isJsonata: boolean
}

/**
 * Finds the state to test in a definition: a state by itself, or one of a machine's at any depth.
 *
 * @throws {@link TestStateError}
 */
export function findState(definition: unknown, name: string | undefined): TestedState {
  if (typeof definition !== 'object' || definition === null || Array.isArray(definition)) {
    throw new TestStateError(
      'InvalidDefinition',
      "Invalid State Machine Definition: 'Definition must be a valid JSON object'",
    )
  }
  const machine = definition as Fields
  if (name === undefined) {
    if (machine['Type'] !== undefined) return { fields: machine, isJsonata: machine['QueryLanguage'] === 'JSONata' }
    const states = Object.keys((machine['States'] ?? {}) as object)
    throw refused(`Name the state to test: ${states.join(', ')}.`)
  }
  for (const { scope } of scopesOf(definition as StateMachine)) {
    const states = scope.States as Readonly<Record<string, unknown>> | undefined
    if (!states || !Object.hasOwn(states, name)) continue
    const fields = states[name] as Fields
    return { fields, isJsonata: (fields['QueryLanguage'] ?? machine['QueryLanguage']) === 'JSONata' }
  }
  throw refused('State not found in definition')
}
