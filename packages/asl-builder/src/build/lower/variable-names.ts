import { limits } from '../../model/limits.js'
import { allSteps, type Chain } from '../chain.js'

/** JSONata's functions and AWS's own: a variable of such a name would hide the function. */
const functions = new Set(
  (
    'states abs append assert average base64decode base64encode boolean ceil clone contains count decodeUrl ' +
    'decodeUrlComponent distinct each encodeUrl encodeUrlComponent error eval exists filter floor formatBase ' +
    'formatInteger formatNumber fromMillis hash join keys length lookup lowercase map match max merge millis min not now ' +
    'number pad parse parseInteger partition power random range reduce replace reverse round shuffle sift single sort ' +
    'split spread sqrt string substring substringAfter substringBefore sum toMillis trim type uppercase uuid zip'
  ).split(' '),
)

/** Stands for the state that failed where any may have: no state has this name. */
export const sharedHandler = ''

/** What a variable that no author named holds of a state. */
export type Kind = 'result' | 'item' | 'error' | 'failedState'

interface Held {
  readonly kind: Kind
  readonly state: string
}

/**
 * The variables of a machine: the names its author gave, and a name for each result, item and error.
 *
 * A name depends on the names and the order of the states alone, so that a machine keeps its variables when a reader is added.
 */
export class VariableNames {
  readonly #names: Readonly<Record<Kind, Map<string, string>>> = {
    result: new Map(),
    item: new Map(),
    error: new Map(),
    failedState: new Map(),
  }
  readonly #taken: Map<string, Held | 'author'>
  /** A name that lambdas in expressions use for their element. */
  readonly element: string

  constructor(machine: Chain) {
    this.#taken = new Map([...namesGiven(machine)].map((name) => [name, 'author']))
    const held = thingsHeld(machine)
    for (const kind of ['result', 'item', 'error', 'failedState'] as const)
      for (const thing of held) if (thing.kind === kind) this.#name(thing)
    this.element = this.#free('element')
  }

  of(kind: Kind, state: string): string {
    return this.#names[kind].get(state) ?? 'unnamed' // only for a state of another flow, which is reported where it is read
  }

  /** What a variable holds, when no author named it. */
  holds(name: string): Held | undefined {
    const held = this.#taken.get(name)
    return held === 'author' ? undefined : held
  }

  #name(held: Held): void {
    const { kind, state } = held
    if (this.#names[kind].has(state)) return
    const wanted = state === sharedHandler ? `caught ${kind}` : kind === 'result' ? state : `${state} ${kind}`
    const name = this.#free(identifier(wanted))
    this.#names[kind].set(state, name)
    this.#taken.set(name, held)
  }

  #free(wanted: string): string {
    const base = functions.has(wanted) ? `${wanted}Value` : wanted
    let name = base
    for (let number = 2; this.#taken.has(name); number++) name = `${base}${number}`
    return name
  }
}

/** The longest base of a name: what is left of 80 characters is for a number. */
const baseCharacters = limits.variableNameCharacters - 8

/** `Get Show tables query results` becomes `getShowTablesQueryResults`. */
function identifier(text: string): string {
  const words = text
    .normalize('NFC')
    .split(/[^\p{ID_Continue}]+/u)
    .filter((word) => word !== '')
  const joined = words.map((word, index) => (index === 0 ? lowerFirst(word) : upperFirst(word))).join('')
  const name = /^\p{ID_Start}/u.test(joined) ? joined : `state${upperFirst(joined)}`
  return name.length > baseCharacters ? [...name].slice(0, baseCharacters).join('') : name
}

/** `SQLQuery` becomes `sqlQuery`, `HelloWorld` becomes `helloWorld`. */
const lowerFirst = (word: string): string =>
  word.replace(/^(\p{Lu}+)(?=\p{Lu}\p{Ll})|^\p{Lu}+(?!\p{Ll})|^\p{Lu}/u, (capitals) => capitals.toLowerCase())
const upperFirst = (word: string): string => word.replace(/^\p{Ll}/u, (letter) => letter.toUpperCase())

function namesGiven(machine: Chain): Set<string> {
  const names = new Set<string>()
  for (const step of allSteps(machine)) {
    if (step.kind === 'Assign') Object.keys(step.values).forEach((name) => names.add(name))
    if ('assign' in step && step.assign) Object.keys(step.assign).forEach((name) => names.add(name))
  }
  return names
}

function thingsHeld(machine: Chain): Held[] {
  const held: Held[] = []
  for (const step of allSteps(machine)) {
    if (step.kind === 'Task' || step.kind === 'Pass' || step.kind === 'Map' || step.kind === 'Parallel')
      held.push({ kind: 'result', state: step.name })
    if (step.kind === 'Map') held.push({ kind: 'item', state: step.name })
    if (step.kind === 'Shared')
      held.push({ kind: 'error', state: sharedHandler }, { kind: 'failedState', state: sharedHandler })
    else if ('handlers' in step && step.handlers) held.push({ kind: 'error', state: step.name })
  }
  return held
}
