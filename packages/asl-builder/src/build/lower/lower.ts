import { pointer } from '../../diagnostics/pointer.js'
import type { StateMachine } from '../../model/state-machine.js'
import { allSteps, type Chain } from '../chain.js'
import type { Problem } from '../problem.js'
import { noFacts, type Facts } from './facts.js'
import { frameOf, type Place, type ScopeDraft } from './frame.js'
import { jsonPath } from './json-path.js'
import { jsonata } from './jsonata.js'
import { Presence } from './presence.js'
import { Sequences } from './sequences.js'
import { failedStateRead, type Run } from './sources.js'
import { VariableNames } from './variable-names.js'

/** A flow as its author ended it. */
export interface Recording {
  readonly queryLanguage: 'JSONata' | 'JSONPath'
  readonly chain: Chain
  readonly Comment?: string | undefined
  readonly TimeoutSeconds?: number | undefined
  /** The schema of the input. */
  readonly input?: unknown
}

/** A problem and the state it is in. */
export interface FoundProblem extends Problem {
  readonly state: string
  /** JSON Pointer to the state, in the definition. */
  readonly location: string
}

/** A definition, and what is wrong with the flow it was made from. */
export interface Lowered {
  readonly definition: StateMachine
  readonly problems: readonly FoundProblem[]
  /** Tasks whose parameters no type holds. */
  readonly untypedStates: ReadonlySet<string>
}

/**
 * Writes a flow as a definition.
 *
 * In two runs of the same pass: the first finds out who reads what where, the second writes, so that a variable is assigned
 * only where something reads it.
 */
export function lower(recording: Recording): Lowered {
  const states = new Set<string>()
  const untypedStates = new Set<string>()
  for (const step of allSteps(recording.chain)) {
    if ('name' in step) states.add(step.name)
    if (step.kind === 'Task' && !step.isTyped) untypedStates.add(step.name)
  }
  const names = new VariableNames(recording.chain)
  const presence = new Presence(recording.chain, recording.input)
  const first = run(recording, { known: noFacts(), names, states, presence })
  const second = run(recording, { known: withRawReaders(first.found, names), names, states, presence })
  return { ...second, untypedStates }
}

function run(
  { queryLanguage, chain, Comment, TimeoutSeconds }: Recording,
  given: Pick<Run, 'known' | 'names' | 'states' | 'presence'>,
): Omit<Lowered, 'untypedStates'> & { found: Facts } {
  const problems: FoundProblem[] = []
  const found = noFacts()
  const report = (problem: Problem, { state, frame }: Place): void => {
    const location = state === '' ? frame.scope.location || '/' : pointer(frame.scope.location, 'States', state)
    const isKnown = problems.some((each) => each.location === location && each.message === problem.message)
    if (!isKnown) problems.push({ ...problem, state, location })
  }
  const here: Run = { ...given, found, report }
  const sequences = new Sequences(here, queryLanguage === 'JSONata' ? jsonata(here) : jsonPath(here))
  const scope: ScopeDraft = { kind: 'machine', location: '', states: {}, assigned: new Map() }
  sequences.write(scope, frameOf(scope), chain)
  sequences.reportShadowing()
  const definition = {
    ...(Comment !== undefined && { Comment }),
    QueryLanguage: queryLanguage,
    ...(TimeoutSeconds !== undefined && { TimeoutSeconds }),
    StartAt: scope.startAt ?? '',
    States: scope.states,
  }
  return { definition, problems, found }
}

/** A raw expression that names a variable is a reader like any other. */
function withRawReaders(found: Facts, names: VariableNames): Facts {
  for (const name of found.raw) {
    const { kind, state } = names.holds(name) ?? {}
    if (state === undefined) continue
    if (kind === 'result') found.results.add(state)
    if (kind === 'error') found.errors.add(`${state}/*`)
    if (kind === 'failedState') found.errors.add(failedStateRead)
    if (kind === 'item') {
      found.items.add(state)
      found.itemVariables.add(state)
    }
  }
  return found
}
