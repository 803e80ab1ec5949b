import { pointer } from '../../diagnostics/pointer.js'
import { reference } from '../../refs/ref.js'
import {
  stepsOf,
  type AssignStep,
  type Chain,
  type Handler,
  type PassStep,
  type SharedStep,
  type StateStep,
} from '../chain.js'
import { suggestion } from '../problem.js'
import { attachable, canAttach } from './attach.js'
import { add, exitBy, put, type Exit } from './draft.js'
import { frameOf, framesInReach, scopesAround, type Frame, type Place, type ScopeDraft } from './frame.js'
import type { Fields, Language } from './language.js'
import { isChanging, readsOwn } from './reads.js'
import { failedStateRead, type Run } from './sources.js'
import { writeFields } from './state-fields.js'
import { sharedHandler } from './variable-names.js'

/** What a branch starts with: a Choice Rule, a Choice or a Catcher, on which variables may be assigned before its first state. */
interface Head {
  readonly fields: Fields
  readonly place: Place
}

/** Writes chains as states: transitions, variables, scopes. */
export class Sequences {
  readonly #run: Run
  readonly #language: Language
  /** Every state written. */
  readonly #written = new Set<string>()
  /** The handlers that states of the machine's own scope share. */
  #shared: SharedStep | undefined
  /** The Catchers that lead to each of them. */
  readonly #toShared: Exit[][] = []
  /** Names the front made up. */
  readonly #made = new Set<string>()

  constructor(run: Run, language: Language) {
    this.#run = run
    this.#language = language
  }

  /** Writes a chain as the states of a scope of its own. */
  write(scope: ScopeDraft, frame: Frame, chain: Chain): void {
    const exits = this.#sequence(chain, frame, [])
    if (scope.kind === 'machine') this.#writeShared(scope)
    if (scope.startAt === undefined) this.#doNothing(scope)
    const stuck = exits.filter(({ end }) => !end)
    for (const exit of exits) exit.end?.()
    if (stuck.length === 0) return
    const name = this.#freeName(scope.owner === undefined ? 'Done' : `${scope.owner}: done`)
    add(scope, name, { Type: 'Succeed' })
    for (const exit of stuck) exit.to(name)
  }

  /** A branch or a body without states hands its input on. */
  #doNothing(scope: ScopeDraft): void {
    const name = this.#freeName(scope.owner === undefined ? 'Done' : `${scope.owner}: done`)
    add(scope, name, { Type: 'Succeed' })
    scope.startAt = name
  }

  /** Writes states in the order of their steps; the exits that come back wait for what follows the chain. */
  #sequence(chain: Chain, frame: Frame, open: Exit[], head?: Head): Exit[] {
    const steps = stepsOf(chain)
    let exits = open
    let isOver = false
    let last = head?.place.state ?? ''
    const onHead = head ? attachable(steps, 0, this.#language) : []
    for (const { values, problems = [] } of onHead) {
      for (const problem of problems) this.#run.report(problem, head!.place)
      this.#assign(head!.fields, values, head!.place)
      for (const name of Object.keys(values)) frame.variables.add(name)
    }
    for (let index = onHead.length; index < steps.length; index++) {
      const step = steps[index]!
      // what has no name of its own is reported at the state before it
      if ('name' in step && step.name !== '') last = step.name
      const place = this.#placeOf(last, frame)
      if (isOver) {
        const message = 'Nothing runs here: the path before it has ended.'
        this.#run.report({ code: 'STATE_AFTER_END', message }, place)
        break
      }
      if ('problems' in step) for (const problem of step.problems ?? []) this.#run.report(problem, place)
      if (step.kind === 'Wrong') this.#run.report(step.problem, place)
      else if (step.kind === 'Shared') this.#shared = step
      else if (step.kind === 'Goto') {
        this.#goto(step.to, exits, place)
        isOver = true
      } else if (step.kind === 'Assign') exits = this.#state(this.#passFor(step), [], frame, exits)
      else {
        const attached = canAttach(step) ? attachable(steps, index + 1, this.#language, step.assign) : []
        const [first, second] = step.kind === 'Pass' ? this.#once(step, attached) : [step]
        exits = second ? this.#state(first, [], frame, exits) : this.#state(first, attached, frame, exits)
        if (second) exits = this.#state(second, attached, frame, exits)
        for (const { problems = [] } of attached) for (const problem of problems) this.#run.report(problem, place)
        index += attached.length
        isOver = exits.length === 0
      }
    }
    return isOver ? [] : exits
  }

  /** A state for an assignment that has none to be made in. */
  #passFor({ values }: AssignStep): PassStep {
    return { kind: 'Pass', name: this.#freeName(`Assign ${Object.keys(values).join(', ')}`), assign: values }
  }

  /**
   * A Pass whose value is another each time (a UUID, the time) and is read again: JSONata has no name for what a Pass makes, so
   * that output and variable would differ. One state assigns it, a second one puts it out.
   */
  #once(step: PassStep, attached: readonly AssignStep[]): [PassStep, PassStep?] {
    if (!step.value || this.#language.name !== 'JSONata' || !isChanging(step.value.written)) return [step]
    const isRead = this.#run.known.results.has(step.name)
    const assigned = [step.assign, ...attached.map(({ values }) => values)]
    if (!isRead && !assigned.some((values) => readsOwn(values, step.name))) return [step]
    const { name, Comment, assign } = step
    const variable = this.#run.names.of('result', name)
    const value = { written: reference({ kind: 'variable', name: variable }) }
    return [
      { kind: 'Pass', name, Comment, assign: { [variable]: step.value.written } },
      { kind: 'Pass', name: this.#freeName(`${name}: output`), value, assign, resultOf: name },
    ]
  }

  #goto(to: string, exits: readonly Exit[], place: Place): void {
    const { frame } = place
    this.#run.found.targets.add(to)
    const here = framesInReach(frame).filter(({ scope }) => scope === frame.scope)
    const targets = here.flatMap(({ passed }) => [...passed])
    if (!targets.includes(to))
      this.#run.report(
        {
          code: 'UNKNOWN_GOTO_TARGET',
          message: `.goto({ to: ${JSON.stringify(to)} }) names no state that certainly ran before it in the same scope.`,
          hint: suggestion(to, targets, 'states that ran'),
        },
        place,
      )
    for (const exit of exits) exit.to(to)
  }

  #state(step: StateStep, attached: readonly AssignStep[], frame: Frame, open: readonly Exit[]): Exit[] {
    const { scope } = frame
    const resultOf = step.kind === 'Pass' && step.resultOf !== undefined ? step.resultOf : step.name
    const place = this.#placeOf(resultOf, frame)
    if (this.#written.has(step.name))
      this.#run.report(
        {
          code: 'DUPLICATE_STATE_NAME',
          message: `Two states are named ${JSON.stringify(step.name)}: a name is unique in the whole machine.`,
          hint: 'Give one of them another name.',
        },
        place,
      )
    this.#written.add(step.name)
    if (scope.startAt === undefined) this.#enter(scope, step)
    for (const exit of open) exit.to(step.name)
    const state: Fields = { Type: step.kind, ...(step.Comment !== undefined && { Comment: step.Comment }) }
    add(scope, step.name, state)
    frame.passed.add(step.name)
    const result = writeFields(step, state, place, this.#language, (kind, body, field) =>
      this.#inner(kind, body, field, place),
    )
    if (step.kind === 'Choice') return this.#branches(step, state, frame, place)
    if (step.kind === 'Succeed' || step.kind === 'Fail') return []
    if (resultOf === step.name) this.#keep(step, state, result)
    const exits: Exit[] = [
      {
        ...exitBy(state),
        end() {
          state['End'] = true
        },
      },
    ]
    const handlers = 'handlers' in step ? (step.handlers ?? []) : []
    if ('retry' in step && step.retry?.length) state['Retry'] = step.retry
    const rejoining = handlers.length > 0 ? this.#handlers(step, handlers, state, frame, exits) : []
    if (step.kind === 'Task' || step.kind === 'Map' || step.kind === 'Parallel') this.#catchShared(state, frame)
    const hasResult = step.kind !== 'Wait' && (step.kind !== 'Pass' || step.value !== undefined)
    if (rejoining.length === 0 && hasResult) frame.results.add(resultOf)
    const assigned = attached.map(({ values }) => values)
    if (step.assign) assigned.unshift(step.assign)
    for (const values of assigned) {
      this.#assign(state, values, result)
      // where a handler goes on too, only what both ways assigned is certain
      const certain = Object.keys(values).filter((name) => rejoining.every(({ variables }) => variables.has(name)))
      for (const name of certain) frame.variables.add(name)
    }
    return exits
  }

  #inner(kind: ScopeDraft['kind'], body: Chain, field: string, { frame, state }: Place): Fields {
    const scope: ScopeDraft = {
      kind,
      owner: state,
      up: frame.scope,
      location: pointer(frame.scope.location, 'States', state, ...field.split('/')),
      states: {},
      assigned: new Map(),
    }
    this.write(scope, frameOf(scope, frame), body)
    return { StartAt: scope.startAt, States: scope.states }
  }

  /** Writes a Choice's branches; the exits of those that go on. */
  #branches(step: StateStep & { kind: 'Choice' }, state: Fields, frame: Frame, place: Place): Exit[] {
    const live: Frame[] = []
    const exits: Exit[] = []
    const branch = (body: Chain, fields: Fields, target: 'Next' | 'Default'): void => {
      this.#keepItem(fields, step, place)
      const inner = frameOf(frame.scope, frame)
      const ends = this.#sequence(body, inner, [exitBy(fields, target)], {
        fields,
        place: { ...place, frame: inner },
      })
      if (ends.length > 0) live.push(inner)
      exits.push(...ends)
    }
    state['Choices'] = step.rules.map(({ test, Comment, body }) => {
      const rule: Fields = {
        ...(Comment !== undefined && { Comment }),
        ...this.#language.test(test, place),
      }
      branch(body, rule, 'Next')
      return rule
    })
    branch(step.otherwise, state, 'Default')
    if (live.length === 1) {
      for (const name of live[0]!.results) frame.results.add(name)
      for (const name of live[0]!.passed) frame.passed.add(name)
    }
    for (const name of sharedBy(live)) frame.variables.add(name)
    return exits
  }

  /** Writes the Catchers and what they lead to; the frames of those handlers that go on. */
  #handlers(step: StateStep, handlers: readonly Handler[], state: Fields, frame: Frame, exits: Exit[]): Frame[] {
    const rejoining: Frame[] = []
    const { names, known } = this.#run
    state['Catch'] = handlers.map(({ errors, Comment, body }, index) => {
      const catcher: Fields = { ...(Comment !== undefined && { Comment }), ErrorEquals: errors }
      const inner = frameOf(frame.scope, frame, { state: step.name, index })
      const place: Place = { ...this.#placeOf(step.name, inner), part: 'caught' }
      this.#keepItem(catcher, step, place)
      if (known.errors.has(`${step.name}/${index}`) || known.errors.has(`${step.name}/*`))
        put(catcher, this.#language.copied(names.of('error', step.name), this.#language.words.error))
      const ends = this.#sequence(body, inner, [exitBy(catcher)], { fields: catcher, place })
      if (ends.length > 0) rejoining.push(inner)
      exits.push(...ends)
      return catcher
    })
    return rejoining
  }

  /** Adds the Catchers of the handlers that all states share, behind a state's own. */
  #catchShared(state: Fields, frame: Frame): void {
    const isInShared = framesInReach(frame).some(({ handles }) => handles?.state === sharedHandler)
    if (!this.#shared || frame.scope.kind !== 'machine' || isInShared) return
    const own = (state['Catch'] ?? []) as readonly { readonly ErrorEquals: readonly string[] }[]
    if (own.some(({ ErrorEquals }) => ErrorEquals.includes('States.ALL'))) return
    const { names, known } = this.#run
    const { error, context } = this.#language.words
    const catchers = this.#shared.handlers.map(({ errors, Comment }, index) => {
      const catcher: Fields = { ...(Comment !== undefined && { Comment }), ErrorEquals: errors }
      if (known.errors.has(`${sharedHandler}/${index}`) || known.errors.has(`${sharedHandler}/*`))
        put(catcher, this.#language.copied(names.of('error', sharedHandler), error))
      if (known.errors.has(failedStateRead))
        put(catcher, this.#language.copied(names.of('failedState', sharedHandler), `${context}.State.Name`))
      const exits = (this.#toShared[index] ??= [])
      exits.push(exitBy(catcher))
      return catcher
    })
    state['Catch'] = [...own, ...catchers]
  }

  /** Writes what the shared handlers do, behind all other states, where something leads to them. */
  #writeShared(scope: ScopeDraft): void {
    this.#shared?.handlers.forEach(({ body }, index) => {
      const exits = this.#toShared[index] ?? []
      if (exits.length === 0) return
      const frame = frameOf(scope, undefined, { state: sharedHandler, index })
      if (this.#sequence(body, frame, exits).length > 0)
        this.#run.report(
          {
            code: 'SHARED_HANDLER_GOES_ON',
            message: 'A handler of the flow goes on, but what failed may be any state: there is nothing to go on with.',
            hint: 'End it with .fail(…) or .succeed(…).',
          },
          this.#placeOf('', frame),
        )
    })
  }

  /** Keeps in variables what later states read: the result, and the item when this is the first state of an iteration. */
  #keep(step: StateStep, state: Fields, result: Place): void {
    const { known, names } = this.#run
    this.#keepItem(state, step, result)
    if (!known.results.has(step.name) || (step.kind === 'Pass' && !step.value)) return
    const variable = names.of('result', step.name)
    const { passValue, resultField } = result
    const { name, words } = this.#language
    // JSONata has no name for what a Pass makes: the value itself is assigned
    if (passValue && name === 'JSONata') put(state, this.#language.assigned({ [variable]: passValue.written }, result))
    else
      put(
        state,
        this.#language.copied(variable, resultField === undefined ? words.result : `${words.result}.${resultField}`),
      )
  }

  /** The first state of an iteration assigns the item, and so does each of its ways out. */
  #keepItem(fields: Fields, step: StateStep, { frame: { scope } }: Place): void {
    const { known, names } = this.#run
    if (scope.kind !== 'map' || scope.first !== step.name || !known.itemVariables.has(scope.owner!)) return
    put(fields, this.#language.copied(names.of('item', scope.owner!), this.#language.words.input))
  }

  /** Starts a scope with a state; in an iteration whose first state cannot assign the item, a Pass in front does. */
  #enter(scope: ScopeDraft, step: StateStep): void {
    const { known, names } = this.#run
    scope.startAt = step.name
    const map = scope.owner!
    const needsPass =
      scope.kind === 'map' &&
      known.items.has(map) &&
      (known.targets.has(step.name) ||
        known.itemsInFront.has(map) ||
        (known.itemVariables.has(map) && !this.#canAssignItem(step)))
    if (!needsPass) {
      scope.first = step.name
      return
    }
    const name = this.#freeName(`${map}: item`)
    const pass: Fields = { Type: 'Pass', Next: step.name }
    put(pass, this.#language.copied(names.of('item', map), this.#language.words.input))
    add(scope, name, pass)
    scope.startAt = name
  }

  /** JSONata has the input at hand wherever a state assigns; in JSONPath `$` is the input in these states only. */
  #canAssignItem(step: StateStep): boolean {
    if (this.#language.name === 'JSONata') return true
    return step.kind === 'Choice' || step.kind === 'Wait' || (step.kind === 'Pass' && !step.value)
  }

  #assign(fields: Fields, values: Readonly<Record<string, unknown>>, place: Place): void {
    const { scope } = place.frame
    for (const name of Object.keys(values)) {
      if (!scope.assigned.has(name)) scope.assigned.set(name, place.state)
      this.#assignments.push({ name, place })
    }
    if (Object.keys(values).length > 0) put(fields, this.#language.assigned(values, place))
  }
  readonly #assignments: { name: string; place: Place }[] = []

  /** Reports variables that a scope and one inside it both assign: AWS refuses the inner one. */
  reportShadowing(): void {
    for (const { name, place } of this.#assignments) {
      const [, ...outer] = scopesAround(place.frame.scope)
      const state = outer.map(({ assigned }) => assigned.get(name)).find((each) => each !== undefined)
      if (state !== undefined)
        this.#run.report(
          {
            code: 'VARIABLE_OF_OUTER_SCOPE',
            message: `${JSON.stringify(name)} is assigned here and, around it, in "${state}": an inner scope cannot assign a variable of an outer one.`,
            hint: 'Give one of them another name.',
          },
          place,
        )
    }
  }

  #placeOf(state: string, frame: Frame): Place {
    return { frame, state, part: 'entry' }
  }

  #freeName(wanted: string): string {
    let name = wanted
    for (let number = 2; this.#run.states.has(name) || this.#made.has(name); number++) name = `${wanted} ${number}`
    this.#made.add(name)
    return name
  }
}

/** What all of some frames assigned. */
function sharedBy([first, ...rest]: readonly Frame[]): string[] {
  return [...(first?.variables ?? [])].filter((name) => rest.every(({ variables }) => variables.has(name)))
}
