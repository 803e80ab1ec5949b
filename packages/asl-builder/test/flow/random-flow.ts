import { flow, lambda, task, type StateMachine } from 'asl-builder'
import { z } from 'zod'
import type { Answer, World } from './evaluator.js'
import {
  constant,
  element,
  Expressions,
  thing,
  word,
  type Expression,
  type Scope,
  type Source,
} from './random-expression.js'
import { RandomSource } from './random-source.js'
import type { Truth } from './truth.js'

/** A flow that nobody thought of, and what each of its values must be. */
export interface RandomFlow {
  queryLanguage: 'JSONata' | 'JSONPath'
  /** Written and built by the front. */
  build(): StateMachine
  input(random: RandomSource): unknown
  /** What answers its Tasks, and compares every value with what truly happened. */
  world(random: RandomSource): World
}

/** What the author may use at a point of the flow. */
interface Known {
  sources: readonly Source[]
  /** Variables of this scope that may be assigned again. */
  own: readonly { name: string; shape: Source['shape'] }[]
  targets: readonly string[]
}

type Flow = any // built by chance: no compiler can follow

/** A stretch of a flow. */
interface Stretch {
  write(flow: Flow): Flow
  known: Known
  goesOn: boolean
  /** What its last state yields. */
  yields: Source['shape']
}

const call = lambda.fn('${Arn}', { input: z.any(), output: z.any() })

export function randomFlow(seed: number): RandomFlow {
  const random = new RandomSource(seed)
  const queryLanguage = random.of(['JSONata', 'JSONPath'] as const)
  const plan = new Plan(random, queryLanguage === 'JSONata')
  const input: Source = { shape: 'thing', write: (scope) => scope.input, value: (truth) => truth.input }
  const stretch = plan.stretch({ sources: [input], own: [], targets: [] }, { depth: 0, most: 9 })
  const shared = random.chance(0.3) ? plan.shared(input) : undefined
  const options = {
    queryLanguage,
    input: z.any(),
    ...(shared && { catch: (on: Flow) => on.error(shared.errors, (failed: Flow) => shared.write(failed)) }),
  }
  return {
    queryLanguage,
    build: () => stretch.write(flow(`seed ${seed}`, options)).build(),
    input: thing,
    world: (outcomes) => plan.world(outcomes),
  }
}

class Plan {
  readonly #random: RandomSource
  readonly #inJsonata: boolean
  /** What each field of each state must be: `state/field`. */
  readonly #meant = new Map<string, Expression>()
  /** Assignments by the variable that marks each; in the order they were written. */
  readonly #assignments = new Map<string, Record<string, Expression>>()
  readonly #answers = new Map<string, { payload: boolean; caught: boolean }>()
  #names = 0
  #succeeds = 0
  /** Whether states get handlers of their own. */
  #catches = true
  #variables = 0

  constructor(random: RandomSource, inJsonata: boolean) {
    this.#random = random
    this.#inJsonata = inJsonata
  }

  stretch(start: Known, { depth, most }: { depth: number; most: number }): Stretch {
    const random = this.#random
    const writes: ((flow: Flow) => Flow)[] = []
    let known = start
    let yields: Source['shape'] = 'array'
    let goesOn = true
    const states = random.below(most + 1)
    for (let index = 0; index < states && goesOn; index++) {
      const part = this.#part(known, depth)
      writes.push(part.write)
      known = part.known
      goesOn = part.goesOn
      yields = part.yields
    }
    return { write: (flow) => writes.reduce((here, write) => write(here), flow), known, goesOn, yields }
  }

  /** A handler that all states of the machine share: it knows the input, the error and who failed, and it ends. */
  shared(input: Source): { errors: string[]; write(failed: Flow): Flow } {
    const error: Source = { shape: 'error', write: (scope) => scope.error, value: (truth) => truth.lastCaught().error }
    const state: Source = {
      shape: 'string',
      write: (scope) => scope.failedState,
      value: (truth) => truth.lastCaught().state,
    }
    const known = { sources: [input, error, state], own: [], targets: [] }
    this.#catches = false // another error caught in the handler would be the last one
    const stretch = this.stretch(known, { depth: 2, most: 2 })
    const end = stretch.goesOn ? this.#fail(stretch.known) : undefined
    return {
      errors: this.#random.of([['States.ALL'], ['Oops']]),
      write: (failed) => (end ? end.write(stretch.write(failed)) : stretch.write(failed)),
    }
  }

  #part(known: Known, depth: number): Stretch {
    const random = this.#random
    const nested = depth < 3
    const kind = random.of([
      'task',
      'task',
      'task',
      'pass',
      'pass',
      'wait',
      'assign',
      ...(nested ? (['choice', 'choice', 'map', 'parallel', 'distributedMap'] as const) : []),
      ...(known.targets.length > 0 ? (['loop'] as const) : []),
      ...(depth > 0 ? (['fail', 'succeed'] as const) : []),
    ] as const)
    const isIterated = kind === 'map' || kind === 'distributedMap'
    if (isIterated && !this.#inJsonata && !this.#expressions(known).path('elements')) return this.#task(known, depth)
    switch (kind) {
      case 'task':
        return this.#task(known, depth)
      case 'pass':
        return this.#pass(known)
      case 'wait':
        return this.#wait(known)
      case 'assign':
        return this.#assign(known)
      case 'choice':
        return this.#choice(known, depth)
      case 'map':
        return this.#map(known, depth)
      case 'parallel':
        return this.#parallel(known, depth)
      case 'distributedMap':
        return this.#distributedMap(known, depth)
      case 'loop':
        return this.#loop(known)
      case 'fail':
        return this.#fail(known)
      case 'succeed': {
        const name = this.#name('Succeed')
        this.#succeeds++
        return { known, goesOn: false, yields: 'array', write: (here) => here.succeed(name) }
      }
    }
  }

  #name(kind: string): string {
    const random = this.#random
    const base = random.of([kind, kind, `${kind} "quoted"`, `Do ${kind}`, 'Count', 'é', 'String', '1st'])
    return `${base} ${++this.#names}`
  }

  #expressions(known: Known): Expressions {
    return new Expressions(this.#random, known.sources, this.#inJsonata)
  }

  #task(known: Known, depth: number): Stretch {
    const random = this.#random
    const name = this.#name('Task')
    const sent = this.#expressions(known).object()
    const payload = random.chance(0.7)
    const given = known.sources.filter(({ shape, isMade }) => !isMade && (shape === 'thing' || shape === 'element'))
    const seconds = random.chance(0.2) ? this.#expressions({ ...known, sources: given }).path('number') : undefined
    this.#meant.set(`${name}/Arguments`, {
      write: sent.write,
      value: (truth) => (payload ? { FunctionName: '${Arn}', Payload: sent.value(truth) } : sent.value(truth)),
    })
    if (seconds) this.#meant.set(`${name}/TimeoutSeconds`, seconds)
    const failing = this.#failing(name, known, depth, 'thing')
    this.#answers.set(name, { payload, caught: failing.caught })
    return {
      ...failing,
      yields: 'thing',
      write: (here) =>
        here.task(
          name,
          (scope: Scope) =>
            payload
              ? lambda.invoke(call, sent.write(scope))
              : task({ Resource: '${OtherArn}', Arguments: sent.write(scope) }),
          { ...failing.options(), ...(seconds && { TimeoutSeconds: (scope: Scope) => seconds.write(scope) }) },
        ),
    }
  }

  #pass(known: Known): Stretch {
    const random = this.#random
    const name = this.#name('Pass')
    const shape = random.of(['none', 'thing', 'element', 'array', 'object'] as const)
    const assigning = this.#assigning(name, known, shape === 'thing' || shape === 'element' ? shape : undefined)
    if (shape === 'none')
      return {
        known: assigning.known,
        goesOn: true,
        yields: 'array',
        write: (here) => here.pass(name, undefined, assigning.options()),
      }
    const made = this.#made(known, shape)
    this.#meant.set(`${name}/result`, made)
    const source: Source[] = shape === 'thing' || shape === 'element' ? [{ ...result(name, shape), isMade: true }] : []
    return {
      known: {
        ...assigning.known,
        sources: [...assigning.known.sources, ...source],
        targets: [...known.targets, name],
      },
      goesOn: true,
      yields: shape === 'object' ? 'array' : shape,
      write: (here) => here.pass(name, (scope: Scope) => made.write(scope), assigning.options()),
    }
  }

  #made(known: Known, shape: 'thing' | 'element' | 'array' | 'object'): Expression {
    const random = this.#random
    const expressions = this.#expressions(known)
    const existing = known.sources.filter((source) => source.shape === shape)
    if (existing.length > 0 && random.chance(0.4)) return random.of(existing)
    if (shape === 'object') return expressions.object()
    if (shape === 'array')
      return this.#inJsonata || random.chance(0.5)
        ? (expressions.path('elements') ?? constant([]))
        : constant([{ k: 'a', v: 1, tags: [] }])
    if (shape === 'thing') {
      const [n, s] = [expressions.number() ?? constant(1), expressions.string() ?? constant('s')]
      const rest = {
        b: true,
        list: [{ k: 'users', v: 2, tags: ['t'] }],
        deep: { s: 'd', 'two words': 2, and: 'also' },
        none: null,
      }
      return {
        write: (scope) => ({ n: n.write(scope), s: s.write(scope), ...rest }),
        value: (truth) => ({ n: n.value(truth), s: s.value(truth), ...rest }),
      }
    }
    const [k, v] = [expressions.string() ?? constant('k'), expressions.number() ?? constant(2)]
    return {
      write: (scope) => ({ k: k.write(scope), v: v.write(scope), tags: [] }),
      value: (truth) => ({ k: k.value(truth), v: v.value(truth), tags: [] }),
    }
  }

  #wait(known: Known): Stretch {
    const name = this.#name('Wait')
    const seconds = (this.#random.chance(0.5) && this.#expressions(known).path('number')) || constant(1)
    this.#meant.set(`${name}/Seconds`, seconds)
    const assigning = this.#assigning(name, known)
    return {
      known: { ...assigning.known, targets: [...known.targets, name] },
      goesOn: true,
      yields: 'array',
      write: (here) => here.wait(name, { Seconds: (scope: Scope) => seconds.write(scope) }, assigning.options()),
    }
  }

  #assign(known: Known): Stretch {
    const assignment = this.#assignment(known)
    return {
      known: assignment.known,
      goesOn: true,
      yields: 'array',
      write: (here) => here.assign((scope: Scope) => assignment.write(scope)),
    }
  }

  /** Values for new and for own variables, with a variable that marks the assignment. */
  #assignment(known: Known, own?: Source, wanted?: { name: string }): { known: Known; write(scope: Scope): object } {
    const random = this.#random
    const expressions = this.#expressions({ ...known, sources: own ? [...known.sources, own] : known.sources })
    const values: Record<string, Expression> = {}
    const marker = `m${this.#assignments.size}`
    let { sources, own: variables } = known
    const set = (name: string, shape: 'number' | 'string'): void => {
      values[name] = expressions[shape]() ?? constant(shape === 'number' ? 1 : 'one')
      if (variables.some((each) => each.name === name)) return
      variables = [...variables, { name, shape }]
      sources = [...sources, variable(name, shape)]
    }
    const again = known.own.filter(({ shape }) => shape === 'number' || shape === 'string')
    if (again.length > 0 && random.chance(0.5)) {
      const { name, shape } = random.of(again)
      set(name, shape as 'number')
    }
    if (wanted) set(wanted.name, 'number')
    else if (Object.keys(values).length === 0) set(`v${++this.#variables}`, random.of(['number', 'string']))
    this.#assignments.set(marker, values)
    return {
      known: { ...known, sources, own: variables },
      write: (scope) => ({
        ...Object.fromEntries(Object.entries(values).map(([name, value]) => [name, value.write(scope)])),
        [marker]: marker,
      }),
    }
  }

  #assigning(name: string, known: Known, shape?: 'thing' | 'element'): { known: Known; options(): object } {
    if (this.#random.chance(0.6)) return { known, options: () => ({}) }
    const own: Source | undefined = shape && {
      shape,
      write: (scope) => scope.result,
      value: (truth) => truth.result(name),
    }
    const assignment = this.#assignment(known, own)
    return { known: assignment.known, options: () => ({ assign: (scope: Scope) => assignment.write(scope) }) }
  }

  /** What follows a state that may fail: its result and its variables, as far as they are certain. */
  #failing(name: string, known: Known, depth: number, shape: Source['shape']) {
    const random = this.#random
    const assigning = this.#assigning(name, known, shape === 'thing' ? 'thing' : undefined)
    const handlers: { errors: string[]; stretch: Stretch }[] = []
    if (this.#catches && random.chance(0.4)) {
      const error: Source = { shape: 'error', write: (scope) => scope.error, value: (truth) => truth.error(name) }
      const sources = [...known.sources.filter((source) => source.shape !== 'error'), error]
      const errors = random.chance(0.5) ? [['Oops'], ['States.ALL']] : [['States.ALL']]
      for (const each of errors)
        handlers.push({
          errors: each,
          stretch: this.stretch(
            { ...known, sources, targets: [...known.targets, name] },
            { depth: depth + 1, most: 2 },
          ),
        })
    }
    const rejoining = handlers.filter(({ stretch }) => stretch.goesOn).map(({ stretch }) => stretch.known)
    const after =
      rejoining.length === 0
        ? { ...assigning.known, sources: [...assigning.known.sources, result(name, shape)] }
        : shared(known, [assigning.known, ...rejoining])
    return {
      known: { ...after, targets: [...known.targets, name] },
      goesOn: true,
      caught: handlers.length > 0,
      options: () => ({
        ...assigning.options(),
        ...(handlers.length > 0 && {
          catch: (on: Flow) =>
            handlers.reduce(
              (all, { errors, stretch }) => all.error(errors, (failed: Flow) => stretch.write(failed)),
              on,
            ),
        }),
      }),
    }
  }

  #choice(known: Known, depth: number): Stretch {
    const random = this.#random
    const name = this.#name('Choice')
    const inner = { ...known, targets: [...known.targets, name] }
    const agreed = random.chance(0.5) ? { name: `v${++this.#variables}` } : undefined
    const branch = (): Stretch => {
      const stretch = this.stretch(inner, { depth: depth + 1, most: 3 })
      if (!agreed || !stretch.goesOn) return stretch
      const assignment = this.#assignment(stretch.known, undefined, agreed)
      return {
        ...stretch,
        known: assignment.known,
        write: (here) => stretch.write(here).assign((scope: Scope) => assignment.write(scope)),
      }
    }
    const rules = Array.from({ length: 1 + random.below(3) }, () => ({
      test: this.#expressions(known).test(),
      branch: branch(),
    }))
    const otherwise = branch()
    rules.forEach(({ test }, index) => this.#meant.set(`${name}/test ${index}`, test))
    const live = [...rules.map((rule) => rule.branch), otherwise].filter(({ goesOn }) => goesOn)
    return {
      goesOn: live.length > 0,
      yields: 'array',
      known:
        live.length === 1
          ? live[0]!.known
          : shared(
              inner,
              live.map((each) => each.known),
            ),
      write: (here) =>
        here.choice(name, (when: Flow) =>
          rules
            .reduce(
              (all, rule) =>
                all.if(
                  (scope: Scope) => rule.test.write(scope),
                  (then: Flow) => rule.branch.write(then),
                ),
              when,
            )
            .otherwise((then: Flow) => otherwise.write(then)),
        ),
    }
  }

  #loop(known: Known): Stretch {
    const name = this.#name('Again?')
    const test = this.#expressions(known).test()
    this.#meant.set(`${name}/test 0`, test)
    const to = this.#random.of(known.targets)
    const writeGoto = (then: Flow): Flow => then.goto({ to })
    return {
      known: { ...known, targets: [...known.targets, name] },
      goesOn: true,
      yields: 'array',
      write: (here) =>
        here.choice(name, (when: Flow) =>
          when.if((scope: Scope) => test.write(scope), writeGoto).otherwise((then: Flow) => then),
        ),
    }
  }

  #items(name: string, known: Known): Expression {
    const items = this.#expressions(known).path('elements') ?? constant([element(this.#random)])
    this.#meant.set(`${name}/Items`, items)
    return items
  }

  #map(known: Known, depth: number): Stretch {
    const name = this.#name('Map')
    const items = this.#items(name, known)
    const item: Source = { shape: 'element', write: (scope) => scope.items[name], value: (truth) => truth.item(name) }
    const before = this.#succeeds
    const body = this.stretch(
      { sources: [...known.sources, item], own: [], targets: [] },
      { depth: depth + 1, most: 4 },
    )
    const endsOneWay = this.#succeeds === before // a Succeed yields something else
    const shape = body.goesOn && endsOneWay && body.yields === 'element' ? 'elements' : 'array'
    const failing = this.#failing(name, known, depth, shape)
    return {
      ...failing,
      yields: shape,
      write: (here) =>
        here.map(
          name,
          (scope: Scope) => items.write(scope),
          (each: Flow) => body.write(each),
          failing.options(),
        ),
    }
  }

  #distributedMap(known: Known, depth: number): Stretch {
    const random = this.#random
    const name = this.#name('Distributed')
    const items = this.#items(name, known)
    const selecting: Source = { shape: 'element', write: (scope) => scope.item, value: (truth) => truth.item(name) }
    const selected = random.chance(0.6)
      ? this.#made({ ...known, sources: [...known.sources, selecting] }, 'object')
      : undefined
    if (selected) this.#meant.set(`${name}/ItemSelector`, selected)
    const item: Source = {
      shape: selected ? 'array' : 'element',
      write: (scope) => scope.items[name],
      value: (truth) => truth.item(name),
    }
    const body = this.stretch({ sources: [item], own: [], targets: [] }, { depth: depth + 1, most: 3 })
    const failing = this.#failing(name, known, depth, 'array')
    return {
      ...failing,
      yields: 'array',
      write: (here) =>
        here.distributedMap(
          name,
          {
            items: (scope: Scope) => items.write(scope),
            ...(selected && { itemSelector: (scope: Scope) => selected.write(scope) }),
          },
          (each: Flow) => body.write(each),
          failing.options(),
        ),
    }
  }

  #parallel(known: Known, depth: number): Stretch {
    const name = this.#name('Parallel')
    const branches = Array.from({ length: 1 + this.#random.below(2) }, () =>
      this.stretch({ ...known, own: [], targets: [] }, { depth: depth + 1, most: 3 }),
    )
    const failing = this.#failing(name, known, depth, 'array')
    return {
      ...failing,
      yields: 'array',
      write: (here) =>
        here.parallel(
          name,
          (all: Flow) => branches.reduce((some, branch) => some.branch((here: Flow) => branch.write(here)), all),
          failing.options(),
        ),
    }
  }

  #fail(known: Known): Stretch {
    const name = this.#name('Fail')
    const cause = this.#expressions(known).string() ?? constant('because')
    this.#meant.set(`${name}/Cause`, cause)
    return {
      known,
      goesOn: false,
      yields: 'array',
      write: (here) => here.fail(name, (scope: Scope) => ({ Error: 'Oops', Cause: cause.write(scope) })),
    }
  }

  world(random: RandomSource): World {
    return {
      most: 120,
      answer: (state): Answer => {
        const { payload, caught } = this.#answers.get(state)!
        if (random.chance(caught ? 0.4 : 0.03)) return { error: random.of(['Oops', 'Other']), cause: word(random) }
        return { result: payload ? { Payload: thing(random), StatusCode: 200 } : thing(random) }
      },
      see: (state, field, value, truth) => {
        const meant = this.#meant.get(`${state}/${field}`)
        if (meant) same(value, meant.value(truth), `${state}/${field}`)
      },
      assigned: (values, truth, state) => {
        const markers = [...this.#assignments.keys()].filter((marker) => Object.hasOwn(values, marker))
        for (const marker of markers) {
          const meant = Object.entries(this.#assignments.get(marker)!).map(
            ([name, value]) => [name, value.value(truth)] as const,
          )
          for (const [name, value] of meant) {
            same(values[name], value, `${state}/Assign/${name}`)
            truth.variables.set(name, value)
          }
        }
      },
    }
  }
}

const result = (name: string, shape: Source['shape']): Source => ({
  shape,
  write: (scope) => scope.results[name],
  value: (truth: Truth) => truth.result(name),
})

const variable = (name: string, shape: Source['shape']): Source => ({
  shape,
  write: (scope) => scope.vars[name],
  value: (truth: Truth) => truth.variable(name),
})

/** What was there before, and the variables that all ways assigned. */
function shared(before: Known, [first, ...rest]: readonly Known[]): Known {
  const added = (first?.own ?? []).filter(
    ({ name }) =>
      !before.own.some((each) => each.name === name) && rest.every(({ own }) => own.some((each) => each.name === name)),
  )
  return {
    ...before,
    own: [...before.own, ...added],
    sources: [...before.sources, ...added.map(({ name, shape }) => variable(name, shape))],
  }
}

/** JSON equality; what a Map's empty result or an absent field is compared as JSON has it. */
function same(value: unknown, meant: unknown, where: string): void {
  const [is, should] = [canonical(value), canonical(meant)]
  if (is !== should) throw new Error(`${where} is ${is}, and its author meant ${should}`)
}

const canonical = (value: unknown): string =>
  JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'object' && each !== null && !Array.isArray(each)
      ? Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)))
      : each,
  ) ?? 'nothing'
