import { nearest } from '../../diagnostics/nearest.js'
import type { ScopeNode, StateNode } from '../reading.js'
import { rule } from '../rule.js'
import { dg } from '../source.js'
import { VariableFlow } from '../variable-flow.js'
import { scopesSeenFrom, variablesOf, type Use } from '../variables.js'

interface Fact {
  name: string
  /** What assigns it, out of sight. */
  inside?: string
  /** The distributed Map that the variable is outside of. */
  wall?: string
  /** The nearest variable that can be seen. */
  guess?: string
  /** States on a way on which nothing assigns it. */
  way?: readonly string[]
}

export const variableNotAssigned = rule<Fact>({
  name: 'VARIABLE_NOT_ASSIGNED',
  severity: 'WARNING',
  summary: 'A variable is assigned on every way to the state that reads it.',
  source: dg('workflow-variables'),

  *check(reading) {
    const { assignedBy, scopesOf, uses } = variablesOf(reading)
    const flow = new VariableFlow(reading, assignedBy)
    for (const [name, all] of byName(uses)) {
      let entered: Map<StateNode, StateNode | undefined> | undefined
      for (const { state, place, range, guarded } of all) {
        const scopes = scopesOf.get(name)
        const seen = scopesSeenFrom(state.scope)
        if (!seen.some((scope) => scopes?.has(scope))) {
          yield { place, range, name, ...unseen(name, seen, scopes, scopesOf) }
        } else if (!guarded) {
          entered ??= flow.enteredWithout(name)
          if (entered?.has(state)) yield { place, range, name, way: wayTo(state, entered) }
        }
      }
    }
  },

  say({ name, inside, wall, guess, way, place }) {
    if (way) {
      const first = way[0] === place.state ? `"${place.state}" comes first` : `On the way ${way.join(' → ')}`
      return {
        message: `Variable $${name} is not assigned on every way to "${place.state}"`,
        hint: `${first}${way[0] === place.state ? ': nothing is assigned before it.' : ' nothing assigns it.'}`,
      }
    }
    const message = `Variable $${name} is not assigned`
    if (wall !== undefined) {
      return {
        message,
        hint: `The iterations of the distributed Map "${wall}" do not see the variables around it. Hand the value in by "ItemSelector".`,
      }
    }
    if (inside !== undefined) {
      return { message, hint: `It is assigned inside "${inside}" and ends there. Hand the value on in the output.` }
    }
    return { message, hint: guess === undefined ? 'No state that runs before assigns it.' : `Did you mean $${guess}?` }
  },
})

function byName(uses: readonly Use[]): Map<string, Use[]> {
  const found = new Map<string, Use[]>()
  for (const use of uses) {
    const list = found.get(use.name)
    if (list) list.push(use)
    else found.set(use.name, [use])
  }
  return found
}

function unseen(
  name: string,
  seen: readonly ScopeNode[],
  scopes: ReadonlySet<ScopeNode> | undefined,
  scopesOf: ReadonlyMap<string, ReadonlySet<ScopeNode>>,
): Omit<Fact, 'name'> {
  const visible = [...scopesOf].filter(([, all]) => seen.some((scope) => all.has(scope))).map(([one]) => one)
  const [elsewhere] = scopes ?? []
  const edge = seen.at(-1)!
  if (elsewhere && edge.wall && edge.parent && around(edge.parent.scope).some((scope) => scopes!.has(scope))) {
    return { wall: edge.parent.name }
  }
  if (elsewhere?.parent) return { inside: elsewhere.parent.name }
  const guess = nearest(name, visible)
  return guess === undefined ? {} : { guess }
}

/** A scope and all around it. */
function around(scope: ScopeNode): ScopeNode[] {
  const all = [scope]
  for (let here = scope; here.parent; here = here.parent.scope) all.push(here.parent.scope)
  return all
}

/** The last states of the way, shortened in its middle. */
function wayTo(state: StateNode, entered: ReadonlyMap<StateNode, StateNode | undefined>): string[] {
  const way: string[] = []
  for (let here: StateNode | undefined = state; here; here = entered.get(here)) way.push(here.name)
  way.reverse()
  return way.length <= 6 ? way : [...way.slice(0, 3), '…', ...way.slice(-2)]
}
