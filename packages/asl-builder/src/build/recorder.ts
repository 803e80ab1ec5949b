import { isUntyped, payloadSchemaOf, resultFieldOf, sentSchemaOf } from '../services/call.js'
import { nowhere, recordedOf, reference, referencesBy } from '../refs/ref.js'
import { knownOptions, wrongArgument, wrongCall, wrongChain, wrongPayload } from './arguments.js'
import { after, type Chain, type PassStep, type Step, type Written } from './chain.js'
import { definitionOf } from './definition-of.js'
import { hear } from './hear.js'
import { sharedHandler } from './lower/variable-names.js'
import type { Problem } from './problem.js'
import { Branches, On, When, type Callback, type Options } from './recorded-branches.js'
import { renamed, stateMeant, type Renaming } from './renaming.js'

/** What all the flows of one machine share. */
export interface Machine {
  readonly name: string
  readonly queryLanguage: 'JSONata' | 'JSONPath'
  readonly Comment?: string | undefined
  readonly TimeoutSeconds?: number | undefined
  /** Says what to do when a state fails that does not say it itself. */
  readonly catch?: Callback | undefined
  /** The schema of the input. */
  readonly input?: unknown
  /** What is wrong with the options. */
  readonly wrong: readonly Step[]
}

/** What callbacks see beside results and variables: fixed for a scope, a handler or an iteration. */
type Roots = Readonly<Record<string, unknown>>

const vars = referencesBy((name) => ({ kind: 'variable', name }))
const context = reference({ kind: 'context' })

/** What there is in some places alone: read elsewhere, by a caller without types, it is a reference out of reach. */
const elsewhere: Roots = {
  input: reference({ kind: 'input' }),
  item: reference({ kind: 'item', map: nowhere }),
  items: referencesBy((map) => ({ kind: 'item', map })),
  error: reference({ kind: 'error', state: nowhere }),
  failedState: reference({ kind: 'failedState' }),
}

/** What callbacks see under the same roots, outside of renamed fragments: it never changes. */
const scopes = new WeakMap<Roots, Roots>()

/** Starts the recording of a machine. */
export function startRecording(machine: Machine): Recorder {
  const chain = machine.wrong.reduce(after, {} as Chain)
  return new Recorder(machine, chain, { input: reference({ kind: 'input' }) }).shared(machine.catch)
}

/** Records the calls of a flow. Its types are the front's; what types cannot refuse is kept as a problem for `build`. */
export class Recorder {
  readonly chain: Chain
  readonly #machine: Machine
  readonly #roots: Roots
  /** The fragments around that are used under a prefix, the outermost first. */
  readonly #renamings: readonly Renaming[]
  /** What is wrong with what the callbacks of the call at hand wrote: its step takes them along. */
  readonly #problems: Problem[] = []

  constructor(machine: Machine, chain: Chain, roots: Roots, renamings: readonly Renaming[] = []) {
    this.#machine = machine
    this.chain = chain
    this.#roots = roots
    this.#renamings = renamings
  }

  /** Records the handlers that all states of the machine's own scope share. */
  shared(handle: Callback | undefined): Recorder {
    if (typeof handle !== 'function') return this
    const caught = {
      error: reference({ kind: 'error', state: sharedHandler }),
      failedState: reference({ kind: 'failedState' }),
    }
    const on = handle(
      new On((body, call) => this.#branch(body, { ...this.#roots, ...caught }, `${call} in the catch of the flow`)),
    )
    return on instanceof On ? this.#with({ kind: 'Shared', handlers: on.handlers }) : this
  }

  task(given: string, call: Callback, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong = wrongArgument('task', name, { callback: call, options, known: knownOptions.Task })
    if (wrong) return this.#with(wrong)
    const called = this.#said(call) as { Resource?: unknown; Arguments?: Written; Parameters?: Written } | undefined
    if (typeof called?.Resource !== 'string')
      return this.#with(
        wrongCall(
          name,
          'The callback of a task returns a call: athena.…({ … }), lambda.invoke(…), task({ Resource }).',
        ),
      )
    const { Payload } = (called.Arguments ?? {}) as { Payload?: Written }
    this.#problems.push(...wrongPayload(sentSchemaOf(called), Payload))
    return this.#with({
      kind: 'Task',
      name,
      Comment: options.Comment,
      Resource: called.Resource,
      arguments: called.Arguments ?? called.Parameters,
      isTyped: !isUntyped(called),
      resultField: resultFieldOf(called),
      resultSchema: payloadSchemaOf(called),
      fields: this.#given(options, ['TimeoutSeconds', 'HeartbeatSeconds']),
      ...this.#given(options, ['Credentials']),
      ...this.#failing(name, options),
    })
  }

  pass(given: string, value?: Callback, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong = wrongArgument('pass', name, { optionalCallback: value, options, known: knownOptions.Pass })
    if (wrong) return this.#with(wrong)
    const made: PassStep['value'] = value && { written: this.#said(value) }
    return this.#with({ kind: 'Pass', name, Comment: options.Comment, value: made, ...this.#assigning(name, options) })
  }

  wait(given: string, time: Options, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong =
      wrongArgument('wait', name, { options, known: knownOptions.Pass }) ??
      wrongArgument('wait', name, { options: time, known: ['Seconds', 'Timestamp'] })
    if (wrong) return this.#with(wrong)
    return this.#with({
      kind: 'Wait',
      name,
      Comment: options.Comment,
      fields: this.#given(time, ['Seconds', 'Timestamp']),
      ...this.#assigning(name, options),
    })
  }

  choice(given: string, branches: (when: When) => When, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong = wrongArgument('choice', name, { callback: branches, options, known: knownOptions.Choice })
    if (wrong) return this.#with(wrong)
    const when = branches(
      new When(
        (body, call) => this.#branch(body, this.#roots, `${call} in ${JSON.stringify(name)}`),
        () => this.#scope(),
      ),
    )
    if (!(when instanceof When))
      return this.#with(
        wrongCall(name, 'The callback of a choice returns its branches: (when) => when.if(…).otherwise(…).'),
      )
    const { rules, otherwise, problems } = when.branches
    if (!otherwise)
      return this.#with({
        kind: 'Wrong',
        name,
        problem: {
          code: 'MISSING_OTHERWISE',
          message: `The choice "${name}" has no .otherwise(…): when none of its tests is true, it would have no way out.`,
          hint: 'End it with .otherwise((then) => …); a path that may not happen ends with .fail(…).',
        },
      })
    this.#problems.push(...problems)
    return this.#with({ kind: 'Choice', name, Comment: options.Comment, rules, otherwise })
  }

  map(given: string, items: Callback, body: Callback<Recorder>, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong =
      wrongArgument('map', name, { callback: items, options, known: knownOptions.Map }) ??
      wrongArgument('map', name, { callback: body, options, known: knownOptions.Map })
    if (wrong) return this.#with(wrong)
    const item = reference({ kind: 'item', map: name })
    const outer = Object.hasOwn(this.#roots, 'items') ? (this.#roots['items'] as object) : {}
    return this.#with({
      kind: 'Map',
      name,
      Comment: options.Comment,
      distributed: false,
      items: { written: this.#said(items) },
      body: this.#branch(body, { ...this.#roots, item, items: { ...outer, [given]: item } }, inBody(name)),
      fields: this.#given(options, ['MaxConcurrency']),
      parts: {},
      ...this.#failing(name, options),
    })
  }

  distributedMap(given: string, source: Options, body: Callback<Recorder>, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong =
      wrongArgument('distributedMap', name, { callback: body, options, known: knownOptions.DistributedMap }) ??
      wrongArgument('distributedMap', name, { options: source, known: knownOptions.ItemSource })
    if (wrong) return this.#with(wrong)
    if (!source.items && !source.ItemReader)
      return this.#with(
        wrongCall(name, `"${name}" does not say what its items are.`, 'Give it items: (scope) => …, or an ItemReader.'),
      )
    const item = reference({ kind: 'item', map: name })
    const index = reference({ kind: 'index', map: name })
    const { items, itemSelector, ItemReader, ItemBatcher } = source
    const { ResultWriter, Label, ExecutionType } = options
    return this.#with({
      kind: 'Map',
      name,
      Comment: options.Comment,
      distributed: true,
      executionType: ExecutionType,
      items: items && { written: this.#said(items) },
      selector: itemSelector && { written: this.#said(itemSelector, { item, index }) },
      body: this.#branch(body, { item, items: { [given]: item } }, inBody(name)),
      fields: this.#given(options, ['MaxConcurrency', 'ToleratedFailurePercentage', 'ToleratedFailureCount']),
      parts: {
        ...(ItemReader && { ItemReader: this.#said(ItemReader) }),
        ...(ItemBatcher && { ItemBatcher: this.#said(ItemBatcher) }),
        ...(ResultWriter && { ResultWriter: this.#said(ResultWriter) }),
      },
      Label,
      ...this.#failing(name, options),
    })
  }

  parallel(given: string, branches: (all: Branches) => Branches, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong = wrongArgument('parallel', name, { callback: branches, options, known: knownOptions.Parallel })
    if (wrong) return this.#with(wrong)
    const all = branches(
      new Branches((body, call) => this.#branch(body, this.#roots, `${call} in ${JSON.stringify(name)}`)),
    )
    if (!(all instanceof Branches) || all.chains.length === 0)
      return this.#with(
        wrongCall(name, 'The callback of a parallel returns its branches: (all) => all.branch(…).branch(…).'),
      )
    return this.#with({
      kind: 'Parallel',
      name,
      Comment: options.Comment,
      branches: all.chains,
      ...this.#failing(name, options),
    })
  }

  succeed(given: string, output?: Callback, options: Options = {}): Recorder {
    const name = this.#named(given)
    const wrong = wrongArgument('succeed', name, { optionalCallback: output, options, known: knownOptions.Choice })
    if (wrong) return this.#with(wrong)
    const value = output && { written: this.#said(output) }
    return this.#with({ kind: 'Succeed', name, Comment: options.Comment, output: value })
  }

  fail(given: string, failure?: Callback<Options>, options: Options = {}): Recorder {
    const name = this.#named(given)
    const fields = typeof failure === 'function' ? (this.#said(failure) as Options) : {}
    const wrong =
      wrongArgument('fail', name, { optionalCallback: failure, options, known: knownOptions.Choice }) ??
      wrongArgument('fail', name, { options: fields, known: ['Error', 'Cause'] })
    if (wrong) return this.#with(wrong)
    return this.#with({ kind: 'Fail', name, Comment: options.Comment, fields: pick(fields, ['Error', 'Cause']) })
  }

  goto(target: { to: string }): Recorder {
    const to = target?.to as unknown
    return this.#with(
      typeof to === 'string'
        ? { kind: 'Goto', to: stateMeant(to, this.#renamings) }
        : wrongCall('', 'Say where to: .goto({ to: "…" }).'),
    )
  }

  assign(values: Callback<Record<string, Written>>): Recorder {
    if (typeof values !== 'function')
      return this.#with(wrongCall('', '.assign takes a callback that returns the values: () => ({ … }).'))
    const said = this.#said(values) as unknown
    if (typeof said !== 'object' || said === null || recordedOf(said))
      return this.#with(wrongCall('', 'The callback of .assign returns the values, by name: () => ({ tries: 0 }).'))
    return this.#with({ kind: 'Assign', values: said as Record<string, Written> })
  }

  use(fragment: Callback, options: Options = {}): Recorder {
    const { prefix = '' } = options ?? {}
    if (typeof fragment !== 'function' || typeof prefix !== 'string')
      return this.#with(wrongCall('', '.use takes a fragment, and { prefix } with text for the names of its states.'))
    const around = prefix === '' ? this.#renamings : [...this.#renamings, { prefix, own: new Set<string>() }]
    const end: unknown = fragment(new Recorder(this.#machine, this.chain, this.#roots, around))
    if (!(end instanceof Recorder))
      return this.#with(wrongCall('', 'The callback of a fragment returns the flow it was given, with its states.'))
    return new Recorder(this.#machine, end.chain, this.#roots, this.#renamings)
  }

  build(): unknown {
    return definitionOf(this.#machine, this.chain)
  }

  /** The name that a state gets: in a fragment that is used under a prefix, with the prefix. */
  #named(name: string): string {
    return typeof name === 'string' ? renamed(name, this.#renamings) : name
  }

  #with(step: Step): Recorder {
    const problems = this.#problems.splice(0)
    const said = problems.length > 0 && step.kind !== 'Wrong' ? { ...step, problems } : step
    return new Recorder(this.#machine, after(this.chain, said), this.#roots, this.#renamings)
  }

  #scope(more?: Roots): Roots {
    let scope = this.#renamings.length === 0 ? scopes.get(this.#roots) : undefined
    if (!scope) {
      const results = referencesBy((state) => ({ kind: 'result', state: stateMeant(state, this.#renamings) }))
      scope = Object.freeze({ ...elsewhere, ...this.#roots, results, vars, context })
      if (this.#renamings.length === 0) scopes.set(this.#roots, scope)
    }
    return more ? { ...scope, ...more } : scope
  }

  /** What a callback writes. */
  #said(callback: Callback, more?: Roots): Written {
    const { written, problems } = hear(() => callback(this.#scope(more)))
    this.#problems.push(...problems)
    return written
  }

  /** What a callback records on a fresh chain. */
  #branch(body: Callback<unknown>, roots: Roots, call: string): Chain {
    const end = typeof body === 'function' ? body(new Recorder(this.#machine, {}, roots, this.#renamings)) : undefined
    if (end instanceof Recorder) return end.chain
    return wrongChain(
      `The callback of ${call} returns the flow it was given, with its states.`,
      'Where its body stands in braces, it needs return.',
    )
  }

  /** Options that are expressions, or callbacks that give one. */
  #given(options: Options, names: readonly string[]): Record<string, Written> {
    const entries = Object.entries(pick(options, names))
    return Object.fromEntries(
      entries.map(([name, value]) => [name, typeof value === 'function' ? this.#said(value as Callback) : value]),
    )
  }

  #assigning(name: string, { assign }: Options): { assign?: Record<string, Written> } {
    if (!assign) return {}
    const result = reference({ kind: 'own', state: name })
    return { assign: this.#said(assign, { result }) as Record<string, Written> }
  }

  #failing(name: string, options: Options) {
    return {
      ...this.#assigning(name, options),
      ...(options.retry && { retry: options.retry }),
      ...(options.catch && { handlers: this.#handlers(name, options.catch) }),
    }
  }

  #handlers(name: string, handle: Callback<unknown>): On['handlers'] {
    const error = reference({ kind: 'error', state: name })
    const on = handle(
      new On((body, call) => this.#branch(body, { ...this.#roots, error }, `${call} in ${JSON.stringify(name)}`)),
    )
    if (on instanceof On) return on.handlers
    const wrong = `The catch of "${name}" returns its handlers: (on) => on.error([…], (failed) => …).`
    return [{ errors: ['States.ALL'], body: wrongChain(wrong) }]
  }
}

const inBody = (name: string): string => `the body of ${JSON.stringify(name)}`

function pick(options: Options, names: readonly string[]): Record<string, Written> {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]))
}
