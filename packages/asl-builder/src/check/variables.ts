import { isObject } from '../model/json.js'
import { jsonataFunctions } from '../syntax/jsonata-functions.js'
import type { Place } from './place.js'
import type { FieldNode, ObjectNode, Reading, ScopeNode, StateNode } from './reading.js'
import { pathsOf } from './strings.js'

/** The names that an `Assign` gives values to; a JSONPath state may write `name.$`. */
export function namesIn({ value, owner }: FieldNode): { name: string; key: string }[] {
  if (!isObject(value)) return []
  const dynamic = owner.language !== 'JSONata'
  return Object.keys(value).map((key) => ({ key, name: dynamic && key.endsWith('.$') ? key.slice(0, -2) : key }))
}

/** A variable that a state reads. */
export interface Use {
  name: string
  state: StateNode
  place: Place
  range: { start: number; end: number }
  /** Only asked for: `$exists($name)`. */
  guarded: boolean
}

/** Who assigns and who reads the variables of a document. */
export interface Variables {
  /** The variables that leaving a state assigns, by the state, rule or Catcher whose transition is taken. */
  assignedBy: ReadonlyMap<ObjectNode, ReadonlySet<string>>
  /** The scopes that assign a variable. */
  scopesOf: ReadonlyMap<string, ReadonlySet<ScopeNode>>
  uses: readonly Use[]
}

const made = new WeakMap<Reading, Variables>()

/** The variables of a document, collected once. */
export function variablesOf(reading: Reading): Variables {
  let variables = made.get(reading)
  if (!variables) made.set(reading, (variables = collect(reading)))
  return variables
}

function collect(reading: Reading): Variables {
  const assignedBy = new Map<ObjectNode, Set<string>>()
  const scopesOf = new Map<string, Set<ScopeNode>>()
  for (const field of reading.fieldsOf('assign')) {
    const scope = field.owner.state?.scope
    if (!scope) continue
    const names = new Set(namesIn(field).map(({ name }) => name))
    assignedBy.set(field.owner, names)
    for (const name of names) {
      const scopes = scopesOf.get(name)
      if (scopes) scopes.add(scope)
      else scopesOf.set(name, new Set([scope]))
    }
  }

  const uses: Use[] = []
  for (const { expression, place, field } of reading.expressions) {
    const { state } = field.owner
    if (!state || !expression.analysis) continue
    for (const { name, range, guarded } of expression.analysis.variables) {
      // A function is a value too: $map(rows, $string).
      if (jsonataFunctions.has(name) && !scopesOf.has(name)) continue
      uses.push({ name, state, place, range, guarded })
    }
    for (const { name, range } of expression.analysis.calls) {
      if (scopesOf.has(name) && !jsonataFunctions.has(name)) uses.push({ name, state, place, range, guarded: false })
    }
  }
  for (const node of reading.paths) {
    const { state } = node.field.owner
    if (!state) continue
    for (const { path, offset } of pathsOf(node)) {
      if (typeof path.root !== 'object') continue
      const name = path.root.variable
      const range = { start: offset, end: offset + 1 + name.length }
      uses.push({ name, state, place: node.place, range, guarded: node.field.name === 'ResultPath' })
    }
  }
  return { assignedBy, scopesOf, uses }
}

/** The scopes whose variables a scope sees, itself first: up to the wall of a distributed Map. */
export function scopesSeenFrom(scope: ScopeNode): ScopeNode[] {
  const seen = [scope]
  for (let here = scope; !here.wall && here.parent;) {
    here = here.parent.scope
    seen.push(here)
  }
  return seen
}
