import { nearest } from '../diagnostics/nearest.js'

/** How many names one rule looks for in one document: the 101st wrong name of a generated machine waits for no hint. */
const mostSuggestions = 100

/** `nearest` for one rule and one document; a service has up to 800 actions, and comparing them all takes milliseconds. */
export function suggester(): typeof nearest {
  let left = mostSuggestions
  return (name, known) => (left-- > 0 ? nearest(name, known) : undefined)
}
