import { fields, isStateType, type ObjectType } from '../model/fields.js'
import { isObject } from '../model/json.js'
import type { StateMachine } from '../model/state-machine.js'

/**
 * The text of a definition: ASL JSON, keys in the specification's order, the same bytes for the same document.
 *
 *     emit({ States: { Done: { Type: 'Succeed' } }, StartAt: 'Done' }) // '{"StartAt":"Done","States":{"Done":{"Type":"Succeed"}}}'
 *
 * States, data and unknown fields keep the order they have; unknown fields come last.
 *
 * @param options.pretty Two-space indentation and a final line break. Default: compact.
 */
export function emit(machine: StateMachine, options: { pretty?: boolean } = {}): string {
  const ordered = inOrder(machine, 'StateMachine')
  return options.pretty ? `${JSON.stringify(ordered, null, 2)}\n` : JSON.stringify(ordered)
}

function inOrder(value: unknown, type: ObjectType): unknown {
  if (!isObject(value)) return value
  const entries: [string, unknown][] = []
  for (const [name, field] of Object.entries(fields[type])) {
    if (!Object.hasOwn(value, name)) continue
    const inner = value[name]
    if (field.kind === 'states') entries.push([name, statesInOrder(inner)])
    else if (field.of === undefined) entries.push([name, inner])
    else
      entries.push([
        name,
        Array.isArray(inner) ? inner.map((one) => inOrder(one, field.of!)) : inOrder(inner, field.of),
      ])
  }
  for (const [name, inner] of Object.entries(value)) if (!Object.hasOwn(fields[type], name)) entries.push([name, inner])
  return Object.fromEntries(entries) // own properties even for a key named `__proto__`
}

function statesInOrder(states: unknown): unknown {
  if (!isObject(states)) return states
  return Object.fromEntries(
    Object.entries(states).map(([name, state]) => {
      const type = isObject(state) ? state['Type'] : undefined
      return [name, isStateType(type) ? inOrder(state, type) : state]
    }),
  )
}
