import { isUntyped, payloadSchemaOf, resultFieldOf } from '../services/call.js'
import { reference, referencesBy } from '../refs/ref.js'
import { knownOptions, wrongArgument } from './arguments.js'
import { after, type Chain, type Handler, type PassStep, type Step, type Written } from './chain.js'
import { definitionOf } from './definition-of.js'
import { sharedHandler } from './lower/variable-names.js'

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

type Callback<Given = any> = (given: any) => Given // the front's signatures say what goes in and comes out

const results = referencesBy((state) => ({ kind: 'result', state }))
const vars = referencesBy((name) => ({ kind: 'variable', name }))
const context = reference({ kind: 'context' })

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

  constructor(machine: Machine, chain: Chain, roots: Roots) {
    this.#machine = machine
    this.chain = chain
    this.#roots = roots
  }

  /** Records the handlers that all states of the machine's own scope share. */
  shared(handle: Callback | undefined): Recorder {
    if (typeof handle !== 'function') return this
    const caught = {
      error: reference({ kind: 'error', state: sharedHandler }),
      failedState: reference({ kind: 'failedState' }),
    }
    const on = handle(new On((body) => this.#branch(body, { ...this.#roots, ...caught })))
    return on instanceof On ? this.#with({ kind: 'Shared', handlers: on.handlers }) : this
  }

  task(name: string, call: Callback, options: Options = {}): Recorder {
    const wrong = wrongArgument('task', name, { callback: call, options, known: knownOptions.Task })
    if (wrong) return this.#with(wrong)
    const called = call(this.#scope()) as { Resource?: unknown; Arguments?: Written; Parameters?: Written } | undefined
    if (typeof called?.Resource !== 'string')
      return this.#with(
        wrongCall(
          name,
          'The callback of a task returns a call: athena.…({ … }), lambda.invoke(…), task({ Resource }).',
        ),
      )
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

  pass(name: string, value?: Callback, options: Options = {}): Recorder {
    const wrong = wrongArgument('pass', name, { optionalCallback: value, options, known: knownOptions.Pass })
    if (wrong) return this.#with(wrong)
    const made: PassStep['value'] = value && { written: value(this.#scope()) }
    return this.#with({ kind: 'Pass', name, Comment: options.Comment, value: made, ...this.#assigning(name, options) })
  }

  wait(name: string, time: Options, options: Options = {}): Recorder {
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

  choice(name: string, branches: (when: When) => When, options: Options = {}): Recorder {
    const wrong = wrongArgument('choice', name, { callback: branches, options, known: knownOptions.Choice })
    if (wrong) return this.#with(wrong)
    const when = branches(
      new When(
        (body) => this.#branch(body, this.#roots),
        () => this.#scope(),
      ),
    )
    if (!(when instanceof When))
      return this.#with(
        wrongCall(name, 'The callback of a choice returns its branches: (when) => when.if(…).otherwise(…).'),
      )
    const { rules, otherwise } = when.branches
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
    return this.#with({ kind: 'Choice', name, Comment: options.Comment, rules, otherwise })
  }

  map(name: string, items: Callback, body: Callback<Recorder>, options: Options = {}): Recorder {
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
      items: { written: items(this.#scope()) },
      body: this.#branch(body, { ...this.#roots, item, items: { ...outer, [name]: item } }),
      fields: this.#given(options, ['MaxConcurrency']),
      parts: {},
      ...this.#failing(name, options),
    })
  }

  distributedMap(name: string, source: Options, body: Callback<Recorder>, options: Options = {}): Recorder {
    const wrong =
      wrongArgument('distributedMap', name, { callback: body, options, known: knownOptions.DistributedMap }) ??
      wrongArgument('distributedMap', name, { options: source, known: knownOptions.ItemSource })
    if (wrong) return this.#with(wrong)
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
      items: items && { written: items(this.#scope()) },
      selector: itemSelector && { written: itemSelector(this.#scope({ item, index })) },
      body: this.#branch(body, { item, items: { [name]: item } }),
      fields: this.#given(options, ['MaxConcurrency', 'ToleratedFailurePercentage', 'ToleratedFailureCount']),
      parts: {
        ...(ItemReader && { ItemReader: ItemReader(this.#scope()) }),
        ...(ItemBatcher && { ItemBatcher: ItemBatcher(this.#scope()) }),
        ...(ResultWriter && { ResultWriter: ResultWriter(this.#scope()) }),
      },
      Label,
      ...this.#failing(name, options),
    })
  }

  parallel(name: string, branches: (all: Branches) => Branches, options: Options = {}): Recorder {
    const wrong = wrongArgument('parallel', name, { callback: branches, options, known: knownOptions.Parallel })
    if (wrong) return this.#with(wrong)
    const all = branches(new Branches((body) => this.#branch(body, this.#roots)))
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

  succeed(name: string, output?: Callback, options: Options = {}): Recorder {
    const wrong = wrongArgument('succeed', name, { optionalCallback: output, options, known: knownOptions.Choice })
    if (wrong) return this.#with(wrong)
    const value = output && { written: output(this.#scope()) }
    return this.#with({ kind: 'Succeed', name, Comment: options.Comment, output: value })
  }

  fail(name: string, failure?: Callback<Options>, options: Options = {}): Recorder {
    const fields = typeof failure === 'function' ? failure(this.#scope()) : {}
    const wrong =
      wrongArgument('fail', name, { optionalCallback: failure, options, known: knownOptions.Choice }) ??
      wrongArgument('fail', name, { options: fields, known: ['Error', 'Cause'] })
    if (wrong) return this.#with(wrong)
    return this.#with({ kind: 'Fail', name, Comment: options.Comment, fields: pick(fields, ['Error', 'Cause']) })
  }

  goto(target: { to: string }): Recorder {
    const to = target?.to as unknown
    return this.#with(
      typeof to === 'string' ? { kind: 'Goto', to } : wrongCall('goto', 'Say where to: .goto({ to: "…" }).'),
    )
  }

  assign(values: Callback<Record<string, Written>>): Recorder {
    if (typeof values !== 'function')
      return this.#with(wrongCall('assign', '.assign takes a callback that returns the values: () => ({ … }).'))
    return this.#with({ kind: 'Assign', values: values(this.#scope()) })
  }

  use(fragment: Callback<Recorder>): Recorder {
    return fragment(this)
  }

  build(): unknown {
    return definitionOf(this.#machine, this.chain)
  }

  #with(step: Step): Recorder {
    return new Recorder(this.#machine, after(this.chain, step), this.#roots)
  }

  #scope(more?: Roots): Roots {
    return { ...this.#roots, results, vars, context, ...more }
  }

  /** What a callback records on a fresh chain. */
  #branch(body: Callback<unknown>, roots: Roots): Chain {
    const end = typeof body === 'function' ? body(new Recorder(this.#machine, {}, roots)) : undefined
    if (end instanceof Recorder) return end.chain
    return wrongChain('A callback of a branch returns the flow it was given, with its states.')
  }

  /** Options that are expressions, or callbacks that give one. */
  #given(options: Options, names: readonly string[]): Record<string, Written> {
    const entries = Object.entries(pick(options, names))
    return Object.fromEntries(
      entries.map(([name, value]) => [name, typeof value === 'function' ? value(this.#scope()) : value]),
    )
  }

  #assigning(name: string, { assign }: Options): { assign?: Record<string, Written> } {
    return assign ? { assign: assign(this.#scope({ result: reference({ kind: 'own', state: name }) })) } : {}
  }

  #failing(name: string, options: Options) {
    const error = reference({ kind: 'error', state: name })
    const on = options.catch?.(new On((body) => this.#branch(body, { ...this.#roots, error }))) as unknown
    const isWrong = options.catch !== undefined && !(on instanceof On)
    const wrong = wrongChain(`The catch of "${name}" returns its handlers: (on) => on.error([…], (failed) => …).`)
    return {
      ...this.#assigning(name, options),
      ...(options.retry && { retry: options.retry }),
      ...(on instanceof On && { handlers: on.handlers }),
      ...(isWrong && { handlers: [{ errors: [], body: wrong }] }),
    }
  }
}

/** Options as they arrive: what the front's types allow, or anything from a caller without types. */
type Options = Record<string, any>

type Body = (body: Callback<unknown>) => Chain

/** Collects the handlers of a state. */
class On {
  readonly handlers: readonly Handler[]
  readonly #body: Body

  constructor(body: Body, handlers: readonly Handler[] = []) {
    this.#body = body
    this.handlers = handlers
  }

  error(errors: readonly string[], handler: Callback, options: Options = {}): On {
    const body = isNames(errors)
      ? this.#body(handler)
      : wrongChain('.error takes the names of the errors, in an array.')
    return new On(this.#body, [...this.handlers, { errors, body, Comment: options['Comment'] }])
  }
}

interface ChoiceBranches {
  readonly rules: { readonly test: Written; readonly Comment?: string | undefined; readonly body: Chain }[]
  readonly otherwise?: Chain
}

/** Collects the branches of a Choice. */
class When {
  readonly branches: ChoiceBranches
  readonly #body: Body
  readonly #scope: () => Roots

  constructor(body: Body, scope: () => Roots, branches: ChoiceBranches = { rules: [] }) {
    this.#body = body
    this.#scope = scope
    this.branches = branches
  }

  if(test: Callback, then: Callback, options: Options = {}): When {
    const isTest = typeof test === 'function'
    const rule = {
      test: isTest ? test(this.#scope()) : true,
      body: isTest
        ? this.#body(then)
        : wrongChain('.if takes a callback that returns the test: ({ results }) => eq(…).'),
      Comment: options['Comment'],
    }
    return new When(this.#body, this.#scope, { ...this.branches, rules: [...this.branches.rules, rule] })
  }

  otherwise(then: Callback): When {
    return new When(this.#body, this.#scope, { ...this.branches, otherwise: this.#body(then) })
  }
}

/** Collects the branches of a Parallel. */
class Branches {
  readonly chains: readonly Chain[]
  readonly #body: Body

  constructor(body: Body, chains: readonly Chain[] = []) {
    this.#body = body
    this.chains = chains
  }

  branch(body: Callback): Branches {
    return new Branches(this.#body, [...this.chains, this.#body(body)])
  }
}

const wrongCall = (name: string, message: string): Step => ({
  kind: 'Wrong',
  name,
  problem: { code: 'WRONG_ARGUMENT', message },
})

const wrongChain = (message: string): Chain => ({ last: { before: undefined, step: wrongCall('', message) } })

const isNames = (errors: unknown): boolean => Array.isArray(errors) && errors.every((each) => typeof each === 'string')

function pick(options: Options, names: readonly string[]): Record<string, Written> {
  return Object.fromEntries(names.filter((name) => options[name] !== undefined).map((name) => [name, options[name]]))
}
