import { nearest } from '../../diagnostics/nearest.js'
import { hasSubstitution } from '../../model/substitution.js'
import type { FieldNode, Reading, ScopeNode } from '../reading.js'
import { rule } from '../rule.js'
import { spec } from '../source.js'

interface Fact {
  /** The state that goes there; none for a `StartAt`. */
  from?: string
  field: string
  to: string
  /** The states of the scope. */
  known: readonly string[]
  /** The place of a state of that name in another scope. */
  elsewhere?: string
}

export const missingTransitionTarget = rule<Fact>({
  name: 'MISSING_TRANSITION_TARGET',
  severity: 'ERROR',
  summary: 'A transition names a state in its own "States" object.',
  source: spec('transition'),

  *check(reading) {
    const homes = new Homes(reading)
    for (const state of reading.states) {
      for (const node of state.transitions) {
        const fact = missingIn(state.scope, node, homes)
        if (fact) yield { ...fact, from: state.name }
      }
    }
    for (const scope of reading.scopes) {
      // AWS says of a scope without states that, and nothing of its StartAt.
      const fact = scope.states.size > 0 && scope.startAt && missingIn(scope, scope.startAt, homes)
      if (fact) yield fact
    }
  },

  say({ from, field, to, known, elsewhere }) {
    const guess = guessAmong(known, to)
    const who =
      from === undefined
        ? `No state in this scope is named "${to}".`
        : `"${from}" goes to "${to}", but no state in this scope has that name.`
    const hint =
      elsewhere !== undefined
        ? `It is a state ${elsewhere}; a transition stays in its own scope.`
        : guess !== undefined
          ? `Did you mean "${guess}"?`
          : `States here: ${known.slice(0, 8).join(', ')}${known.length > 8 ? ', …' : ''}.`
    return {
      message: field === 'StartAt' ? `Missing 'StartAt' target: ${to}` : `Missing 'Next' target: ${to}`,
      hint: `${who} ${hint}`,
    }
  },
})

const guesses = new WeakMap<readonly string[], Map<string, string | undefined>>()

/** The nearest name, searched for once however often it is missed. */
function guessAmong(known: readonly string[], name: string): string | undefined {
  const found = guesses.get(known) ?? new Map<string, string | undefined>()
  guesses.set(known, found)
  if (!found.has(name)) found.set(name, nearest(name, known))
  return found.get(name)
}

function missingIn(scope: ScopeNode, { value, name, place }: FieldNode, homes: Homes) {
  if (typeof value !== 'string' || scope.states.has(value) || hasSubstitution(value)) return undefined
  if (scope.notStates.some((one) => one.name === value)) return undefined
  const elsewhere = homes.of(value)
  const known = homes.namesIn(scope)
  return { place, field: name, to: value, known, ...(elsewhere !== undefined && { elsewhere }) }
}

/** Where in the machine a name is, read only when a name is looked for. */
class Homes {
  readonly #reading: Reading
  #scopes: Map<string, ScopeNode> | undefined
  readonly #names = new Map<ScopeNode, readonly string[]>()

  constructor(reading: Reading) {
    this.#reading = reading
  }

  /** The states of a scope, one list however many transitions miss. */
  namesIn(scope: ScopeNode): readonly string[] {
    const names = this.#names.get(scope) ?? [...scope.states.keys()]
    this.#names.set(scope, names)
    return names
  }

  of(name: string): string | undefined {
    this.#scopes ??= new Map(this.#reading.states.map((state) => [state.name, state.scope]))
    const scope = this.#scopes.get(name)
    if (!scope) return undefined
    return scope.parent ? `inside "${scope.parent.name}"` : 'of the machine itself'
  }
}
