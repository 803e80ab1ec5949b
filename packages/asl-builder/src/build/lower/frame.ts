import type { State } from '../../model/state-machine.js'

/** A `States` object while it is written. */
export interface ScopeDraft {
  readonly kind: 'machine' | 'branch' | 'map' | 'distributed'
  /** The Map or Parallel it stands in. */
  readonly owner?: string
  readonly up?: ScopeDraft
  /** JSON Pointer to the scope. */
  readonly location: string
  readonly states: Record<string, State>
  startAt?: string
  /** The state that gets the scope's input: the first one, unless a Pass in front of it holds the item. */
  first?: string
  /** The variables that states of this scope assign by a name of the author's, each with the first state that does. */
  readonly assigned: Map<string, string>
}

/**
 * States that run one after another: a scope's own, a Choice's branch, a handler. What it holds has certainly happened when
 * its next state runs, and so has what the frames around it hold.
 */
export interface Frame {
  readonly scope: ScopeDraft
  readonly up?: Frame
  /** States whose result is there. */
  readonly results: Set<string>
  /** States one may jump back to. */
  readonly passed: Set<string>
  /** Variables of the author's that have a value. */
  readonly variables: Set<string>
  /** The state whose error this frame handles, and by which of its Catchers. */
  readonly handles?: { readonly state: string; readonly index: number }
}

/** Where a value is written: what a reference means depends on it. */
export interface Place {
  readonly frame: Frame
  readonly state: string
  /**
   * What `$` is in JSONPath: a field on the way in (`entry`), what comes out (`result`), what a Catcher caught (`caught`); an
   * `ItemSelector` (`selector`) has the item beside the input.
   */
  readonly part: 'entry' | 'result' | 'caught' | 'selector'
  /** Where in the raw result the value is that the state's own `result` means. */
  readonly resultField?: string | undefined
  /** What a Pass makes: JSONata has no `$states.result` for it. */
  readonly passValue?: { readonly written: unknown } | undefined
}

export function frameOf(scope: ScopeDraft, up?: Frame, handles?: Frame['handles']): Frame {
  return {
    scope,
    ...(up && { up }),
    ...(handles && { handles }),
    results: new Set(),
    passed: new Set(),
    variables: new Set(),
  }
}

/** The frame around a frame whose variables it can read; none around a Distributed Map's body. */
export function around(frame: Frame): Frame | undefined {
  return frame.scope.kind === 'distributed' && frame.up?.scope !== frame.scope ? undefined : frame.up
}

/** The frames that a place reads variables of, from the inside out. */
export function framesInReach(frame: Frame): Frame[] {
  const frames: Frame[] = []
  for (let here: Frame | undefined = frame; here; here = around(here)) frames.push(here)
  return frames
}

/** The scopes around a scope from the inside out, itself first. */
export function* scopesAround(scope: ScopeDraft): Generator<ScopeDraft> {
  for (let here: ScopeDraft | undefined = scope; here; here = here.up) yield here
}
