import { suggestion, type Problem } from '../problem.js'
import { nowhere, textOf, type Recorded } from '../../refs/ref.js'
import type { Facts } from './facts.js'
import { around, framesInReach, scopesAround, type Frame, type Place, type ScopeDraft } from './frame.js'
import type { Words } from './language.js'
import type { Presence } from './presence.js'
import { sharedHandler, type VariableNames } from './variable-names.js'

/** What a run of the lowering knows. */
export interface Run {
  /** What the run before found. */
  readonly known: Facts
  /** What this run finds. */
  readonly found: Facts
  readonly names: VariableNames
  /** Every state's name. */
  readonly states: ReadonlySet<string>
  readonly presence: Presence
  report(problem: Problem, place: Place): void
}

/** Among the errors that are read: the name of the state that failed. */
export const failedStateRead = '/state'

/** Reports a reference that its schema knows nothing of: types refuse it, callers without types hear it here. */
export function checkFields(recorded: Recorded, place: Place, run: Run): void {
  const missing = run.presence.missingStep(recorded)
  if (!missing) return
  const { depth, type, known } = missing
  const owner = textOf({ root: recorded.root, path: recorded.path.slice(0, depth) })
  const step = recorded.path[depth]!
  const message =
    type === 'object'
      ? `${owner} has no field ${JSON.stringify(step)}.`
      : `${owner} is ${type === 'array' ? 'an array' : `of type ${type}`}: there is no ${textOf({ root: recorded.root, path: recorded.path.slice(0, depth + 1) })}.`
  const hint =
    type === 'array'
      ? `Its length is count(${owner}), an element ${owner}[0], a field of each pluck(${owner}, …).`
      : known.length > 0
        ? suggestion(String(step), known, 'fields')
        : undefined
  run.report({ code: 'UNKNOWN_FIELD', message, hint }, place)
}

/**
 * Where the value of a reference is found at a place, as text of the machine's language: a variable, the state's input, its result.
 *
 * Reports a reference whose value does not certainly exist there.
 */
export function sourceOf({ root, path }: Recorded, place: Place, words: Words, run: Run): string {
  const outOfReach = (why: string, hint?: string): void =>
    run.report(
      { code: 'REFERENCE_OUT_OF_REACH', message: `${textOf({ root, path })} is read here, but ${why}`, hint },
      place,
    )
  switch (root.kind) {
    case 'input':
      if (scopesIn(place).some(({ kind }) => kind === 'distributed'))
        outOfReach(
          'a Distributed Map runs each item as an execution of its own, which has another input.',
          'Pass in what its states need: itemSelector.',
        )
      return words.executionInput
    case 'context':
      return words.context
    case 'own':
      if (root.state !== place.state || place.part === 'entry' || place.part === 'selector')
        outOfReach(
          `it is the result of "${root.state}" in that state's own assign.`,
          `Elsewhere read results["${root.state}"].`,
        )
      return ownResult(place, words)
    case 'result':
      if (root.state === place.state && place.part === 'result') return ownResult(place, words)
      if (!isReached(place, ({ results }) => results.has(root.state)))
        outOfReach(...whyNoResult(root.state, place, run))
      run.found.results.add(root.state)
      return `$${run.names.of('result', root.state)}`
    case 'variable':
      if (!isReached(place, ({ variables }) => variables.has(root.name)))
        outOfReach(
          'nothing that certainly ran before assigns that variable in reach.',
          suggestion(root.name, variablesInReach(place), 'variables'),
        )
      return `$${root.name}`
    case 'error':
      if (root.state === place.state && place.part === 'caught') return words.error
      for (const { handles } of framesInReach(place.frame))
        if (handles?.state === root.state) {
          run.found.errors.add(`${root.state}/${handles.index}`)
          return `$${run.names.of('error', root.state)}`
        }
      outOfReach(
        root.state === nowhere
          ? 'it is known in a handler alone: catch: (on) => on.error([…], (failed) => …).'
          : `it is the error that a handler of "${root.state}" handles, and this is not in one.`,
      )
      return `$${run.names.of('error', root.state)}`
    case 'failedState':
      if (!framesInReach(place.frame).some(({ handles }) => handles?.state === sharedHandler))
        outOfReach('it is known in a handler of the flow alone: flow(…, { catch }).')
      run.found.errors.add(failedStateRead)
      return `$${run.names.of('failedState', sharedHandler)}`
    case 'index':
      if (place.part !== 'selector' || place.state !== root.map)
        outOfReach(
          `the index of an item is known in the itemSelector of "${root.map}" alone.`,
          'Select it into the item there.',
        )
      return `${words.context}.Map.Item.Index`
    case 'item':
      return itemOf(root.map, place, words, run, outOfReach)
    default:
      return '' // an element and a computed value are found by their operator
  }
}

const ownResult = (place: Place, words: Words): string =>
  place.resultField === undefined ? words.result : `${words.result}.${place.resultField}`

function itemOf(
  map: string,
  place: Place,
  words: Words,
  run: Run,
  outOfReach: (why: string, hint?: string) => void,
): string {
  if (place.part === 'selector' && place.state === map) return `${words.context}.Map.Item.Value`
  const scopes = scopesIn(place)
  const scope = scopes.find(({ owner, kind }) => owner === map && (kind === 'map' || kind === 'distributed'))
  if (!scope) {
    outOfReach(
      map === nowhere
        ? 'this is not in an iteration of a Map.'
        : `it is an item of the Map "${map}", and this is not in its iteration.`,
    )
    return words.input
  }
  if (scope.kind === 'distributed') return words.executionInput
  run.found.items.add(map)
  const isDirect = scope === place.frame.scope
  if (isDirect && place.state === scope.first) {
    if (words.error !== '$' || place.part === 'entry') return words.input // in JSONPath `$` is the input on the way in only
    run.found.itemsInFront.add(map)
  }
  if (!isDirect && firstAround(place.frame.scope, scope) === scope.first) run.found.itemsInFront.add(map)
  run.found.itemVariables.add(map)
  return `$${run.names.of('item', map)}`
}

/** The state of the outer scope that the inner one stands in. */
function firstAround(inner: ScopeDraft, outer: ScopeDraft): string | undefined {
  let scope = inner
  while (scope.up !== outer) scope = scope.up!
  return scope.owner
}

/** The scopes whose items can be read: up to and with a Distributed Map's. */
function scopesIn({ frame }: Place): ScopeDraft[] {
  const scopes = [...scopesAround(frame.scope)]
  const last = scopes.findIndex(({ kind }) => kind === 'distributed')
  return last === -1 ? scopes : scopes.slice(0, last + 1)
}

function isReached(place: Place, holds: (frame: Frame) => boolean): boolean {
  for (let frame: Frame | undefined = place.frame; frame; frame = around(frame)) if (holds(frame)) return true
  return false
}

const variablesInReach = (place: Place): string[] =>
  framesInReach(place.frame).flatMap(({ variables }) => [...variables])

function whyNoResult(state: string, place: Place, run: Run): [why: string, hint?: string] {
  const reached = framesInReach(place.frame).flatMap(({ results }) => [...results])
  if (!run.states.has(state)) return ['no state has that name.', suggestion(state, reached, 'results')]
  if (state === place.state) return ['that is the state itself: its result comes later.', 'In its assign read result.']
  return [
    `"${state}" has not certainly run before "${place.state}", or its result is not in reach: ` +
      'it stands in another branch, in an iteration, in a handler or outside of a Distributed Map.',
    'What branches and iterations make leaves them as their output; assign a variable in every branch to read it after them.',
  ]
}
