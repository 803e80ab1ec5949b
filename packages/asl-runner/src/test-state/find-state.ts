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

/** Codes that say how states hang together, which a state by itself does not. */
const aboutOthers: ReadonlySet<string> = new Set(['MISSING_TRANSITION_TARGET', 'MISSING_END_STATE'])

/**
 * Refuses a definition that AWS would not create.
 *
 * @throws {@link TestStateError}
 */
export async function checkDefinition(definition: unknown): Promise<void> {
  const { check } = await import('asl-builder/check')
  const isState = (definition as Fields)['Type'] !== undefined && (definition as Fields)['States'] === undefined
  const machine = isState ? { StartAt: 'StateName', States: { StateName: definition } } : definition
  const wrong = check(machine).find(({ severity, code }) => severity === 'ERROR' && !(isState && aboutOthers.has(code)))
  if (!wrong) return
  const at = isState ? wrong.location.replace('/States/StateName', '') : wrong.location
  const message = `Invalid State Machine Definition: '${wrong.code}: ${wrong.message} at ${at || '/'}'`
  throw new TestStateError('InvalidDefinition', message)
}
