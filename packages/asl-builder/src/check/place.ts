import { escapeToken } from '../diagnostics/pointer.js'

/** A place in a document, linked to the place around it: a pointer's text is made only for what is reported. */
export interface Place {
  readonly up: Place | undefined
  readonly token: string | number
  /** The innermost state around it. */
  readonly state: string | undefined
}

/** The whole document. */
export const root: Place = { up: undefined, token: '', state: undefined }

/** The place of a member or an element. */
export const at = (up: Place, token: string | number): Place => ({ up, token, state: up.state })

/** The place of a state, by the place of its `States` object and its name. */
export const atState = (up: Place, name: string): Place => ({ up, token: name, state: name })

/** The tokens that lead to a place, outermost first. */
export function tokensTo(place: Place): (string | number)[] {
  const tokens: (string | number)[] = []
  for (let here = place; here.up; here = here.up) tokens.push(here.token)
  return tokens.reverse()
}

/** A place as AWS writes it: a JSON Pointer; `/` is the whole document. */
export function locationOf(place: Place): string {
  const tokens = tokensTo(place)
  return tokens.length === 0 ? '/' : tokens.map((token) => `/${escapeToken(token)}`).join('')
}
