import type { State } from '../../model/state-machine.js'
import type { ScopeDraft } from './frame.js'
import type { Fields } from './language.js'

/** A way out of a state that waits for the state after it. */
export interface Exit {
  to(name: string): void
  /** Ends the scope here; a Choice Rule, a Default and a Catcher cannot. */
  end?(): void
}

/** The way out that a transition field names: a Choice Rule's or a Catcher's `Next`, a Choice's `Default`. */
export const exitBy = (fields: Fields, field: 'Next' | 'Default' = 'Next'): Exit => ({
  to(name) {
    fields[field] = name
  },
})

/** Adds to what a state, a Choice Rule or a Catcher assigns. */
export const put = (fields: Fields, more: Fields): void => {
  const assign = fields['Assign'] as Fields | undefined
  if (assign) Object.assign(assign, more)
  else fields['Assign'] = more
}

/** The first of two states of one name stays: the second is reported. */
export function add({ states }: ScopeDraft, name: string, state: Fields): void {
  const value = state as unknown as State // the language's fields are checked when the machine is whole
  if (Object.hasOwn(states, name)) return
  if (name === '__proto__')
    Object.defineProperty(states, name, { value, enumerable: true, writable: true, configurable: true })
  else states[name] = value
}
