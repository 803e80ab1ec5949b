import type { Scope, State, StateMachine } from 'asl-builder'
import jsonata from 'jsonata'
import { lookUp, template, testRule } from './json-path.js'
import { Truth } from './truth.js'

/** What a Task answers. */
export type Answer = { result: unknown } | { error: string; cause: string }

/** What happens outside of the machine, and who watches it. */
export interface World {
  answer(state: string): Answer
  /** Called with each value the machine computes and what has truly happened before; throws when it is another than meant. */
  see(state: string, field: string, value: unknown, truth: Truth): void
  /** Called when a state assigns variables; sets those of the author in the truth. */
  assigned(values: Readonly<Record<string, unknown>>, truth: Truth, state: string): void
  /** States an execution may enter before it is left alone: a loop may go on for ever. */
  most: number
}

/**
 * How an execution ended. `isRace`: branches of a Parallel or iterations of a Map failed differently, and which error counts
 * depends on time alone; here it is the first one's.
 */
export type Outcome = { isRace: boolean } & (
  | { status: 'SUCCEEDED'; output: unknown }
  | { status: 'FAILED' }
  | { status: 'LEFT' }
)

/** An error that Catchers may catch. */
class Failed extends Error {
  readonly Error: string
  readonly Cause: string
  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`)
    this.Error = error
    this.Cause = cause
  }
}

/** A Distributed Map fails with an error of its own, whatever a child execution failed with. */
function exceeded(error: unknown): never {
  throw error instanceof Failed
    ? new Failed('States.ExceedToleratedFailureThreshold', 'The specified tolerated failure threshold was exceeded')
    : error
}

function rethrow(error: unknown): never {
  throw error
}

class Left extends Error {}

/** Characters of a text, far below what a variable holds. */
const longest = 10_000

/** Variables of a scope's instance; reading goes outwards, unless a Distributed Map is between. */
class Variables {
  readonly own = new Map<string, unknown>()
  readonly #outer: Variables | undefined
  readonly #reachesOut: boolean
  /** Names that states around this scope assign: forbidden here. */
  readonly forbidden: ReadonlySet<string>

  constructor(outer?: Variables, outerScope?: Scope, reachesOut = true) {
    this.#outer = outer
    this.#reachesOut = reachesOut
    this.forbidden = new Set([...(outer?.forbidden ?? []), ...(outerScope ? namesAssigned(outerScope) : [])])
  }

  all(): Record<string, unknown> {
    return { ...(this.#reachesOut ? this.#outer?.all() : {}), ...Object.fromEntries(this.own) }
  }

  assign(state: string, values: Record<string, unknown>): void {
    for (const [name, value] of Object.entries(values)) {
      if (this.forbidden.has(name)) throw new Error(`${state} assigns ${name}, which an outer scope assigns`)
      if (typeof value === 'string' && value.length > longest) throw new Left() // a loop that doubles it
      this.own.set(name, value)
    }
  }
}

function namesAssigned(scope: Scope): Set<string> {
  const names = new Set<string>()
  for (const state of Object.values(scope.States) as Loose[])
    for (const part of [state, ...(state['Choices'] ?? []), ...(state['Catch'] ?? [])])
      for (const name of Object.keys(part.Assign ?? {})) names.add(name.replace(/\.\$$/, ''))
  return names
}

type Loose = Record<string, any> // states are read by the names of their fields, whatever their Type

const compiled = new Map<string, ReturnType<typeof jsonata>>()

/** Evaluates `{% … %}` in JSON; nothing where a value is wanted is an error. */
async function jsonataValue(written: unknown, states: object, variables: Variables, where: string): Promise<unknown> {
  if (typeof written === 'string') {
    if (!written.startsWith('{%')) return written
    let expression = compiled.get(written)
    if (!expression) {
      expression = jsonata(written.slice(2, -2))
      expression.registerFunction('parse', (json: string) => JSON.parse(json) as unknown)
      compiled.set(written, expression)
      if (compiled.size > 5000) compiled.clear()
    }
    const value: unknown = await expression.evaluate({}, { ...variables.all(), states })
    if (value === undefined) throw new Error(`${where}: ${written} gives nothing`)
    return value
  }
  if (Array.isArray(written)) {
    const values = []
    for (const each of written) values.push(await jsonataValue(each, states, variables, where))
    return values
  }
  if (typeof written !== 'object' || written === null) return written
  const values: [string, unknown][] = []
  for (const [key, each] of Object.entries(written))
    values.push([key, await jsonataValue(each, states, variables, where)])
  return Object.fromEntries(values)
}

interface Site {
  machine: StateMachine
  world: World
  context: Loose
  entered: { states: number; isRace: boolean }
}

/**
 * Runs a definition, strictly: what is read must be assigned, in reach and not nothing; an inner scope assigns nothing of an outer one.
 *
 * Knows of data flow what a flow emits, and nothing else.
 */
export async function run(machine: StateMachine, input: unknown, world: World): Promise<Outcome> {
  const entered = { states: 0, isRace: false }
  const site = { machine, world, context: { Execution: { Input: input } }, entered }
  try {
    const output = await runScope(machine, input, new Variables(), new Truth({ input }), site)
    return { status: 'SUCCEEDED', output, isRace: entered.isRace }
  } catch (error) {
    if (error instanceof Failed) return { status: 'FAILED', isRace: entered.isRace }
    if (error instanceof Left) return { status: 'LEFT', isRace: entered.isRace }
    throw error
  }
}

/** Runs branches or iterations to their ends, all of them: the first failure counts. */
async function runAll(runs: readonly (() => Promise<unknown>)[], { entered }: Site): Promise<unknown[]> {
  const outputs: unknown[] = []
  const failures: Failed[] = []
  for (const each of runs) {
    try {
      outputs.push(await each())
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      failures.push(error)
    }
  }
  if (new Set(failures.map(({ message }) => message)).size > 1) entered.isRace = true
  if (failures.length > 0) throw failures[0]!
  return outputs
}

async function runScope(
  scope: Scope,
  given: unknown,
  variables: Variables,
  truth: Truth,
  site: Site,
): Promise<unknown> {
  let name = scope.StartAt
  let input = given
  for (;;) {
    const state = scope.States[name] as Loose | undefined
    if (!state) throw new Error(`no state ${name}`)
    if (++site.entered.states > site.world.most) throw new Left()
    const step = new Step(name, state, input, variables, truth, site, scope)
    try {
      const way = await step.run()
      if (way.next === undefined) return way.output
      name = way.next
      input = way.output
    } catch (error) {
      if (!(error instanceof Failed)) throw error
      const catcher = ((state['Catch'] ?? []) as Loose[]).find(
        ({ ErrorEquals }) =>
          error.Error !== 'States.Runtime' && // ends the execution: even States.ALL does not take it
          (ErrorEquals.includes('States.ALL') || ErrorEquals.includes(error.Error)),
      )
      if (!catcher) throw error
      const errorOutput = { Error: error.Error, Cause: error.Cause }
      truth.errors.set(name, errorOutput)
      truth.caught = { state: name, error: errorOutput }
      await step.assign(catcher['Assign'], { errorOutput }, errorOutput)
      name = catcher['Next'] as string
      input = errorOutput
    }
  }
}

interface Way {
  next?: string
  output: unknown
}

/** One state, entered once. */
class Step {
  readonly name: string
  readonly state: Loose
  readonly input: unknown
  readonly variables: Variables
  readonly truth: Truth
  readonly site: Site
  readonly scope: Scope
  readonly inJsonata: boolean

  constructor(
    name: string,
    state: Loose,
    input: unknown,
    variables: Variables,
    truth: Truth,
    site: Site,
    scope: Scope,
  ) {
    this.name = name
    this.state = state
    this.input = input
    this.variables = variables
    this.truth = truth
    this.site = site
    this.scope = scope
    this.inJsonata = site.machine.QueryLanguage === 'JSONata'
  }

  async run(): Promise<Way> {
    const { state, input, inJsonata } = this
    switch (state['Type'] as State['Type']) {
      case 'Task':
        return this.work(await this.task())
      case 'Map':
        return this.work(await this.map())
      case 'Parallel':
        return this.work(await this.parallel())
      case 'Pass': {
        const entered = state['InputPath'] === undefined ? input : this.at(state['InputPath'], input)
        const made = inJsonata
          ? state['Output'] === undefined
            ? input
            : await this.value(state['Output'])
          : state['Parameters'] !== undefined
            ? template(state['Parameters'], this.data(entered))
            : (state['Result'] ?? entered)
        const output =
          state['OutputPath'] === undefined ? made : lookUp(state['OutputPath'], { ...this.data(), input: made })
        const makes = ['Output', 'Parameters', 'Result', 'InputPath'].some((field) => state[field] !== undefined)
        if (makes) this.done(output)
        await this.assign(state['Assign'], {}, made)
        return this.leave(output)
      }
      case 'Wait':
        this.delays(await this.field('Seconds'))
        await this.field('Timestamp')
        await this.assign(state['Assign'], {}, input)
        return this.leave(input)
      case 'Choice': {
        for (const [index, rule] of (state['Choices'] as Loose[]).entries()) {
          const isTrue = inJsonata ? await this.value(rule['Condition']) : testRule(rule, this.data())
          if (typeof isTrue !== 'boolean') throw new Error(`${this.name}: a condition gives ${JSON.stringify(isTrue)}`)
          this.see(`test ${index}`, isTrue)
          if (!isTrue) continue
          await this.assign(rule['Assign'], {}, input)
          return { next: rule['Next'] as string, output: input }
        }
        await this.assign(state['Assign'], {}, input)
        return { next: state['Default'] as string, output: input }
      }
      case 'Succeed':
        return { output: state['Output'] === undefined ? input : await this.value(state['Output']) }
      case 'Fail':
        throw new Failed(String((await this.field('Error')) ?? ''), String((await this.field('Cause')) ?? ''))
    }
  }

  /** Leaves a state that has a result. */
  async work(result: unknown): Promise<Way> {
    const { state } = this
    const output = this.inJsonata
      ? state['Output'] === undefined
        ? result
        : await this.value(state['Output'], { result })
      : state['OutputPath'] === undefined
        ? result
        : lookUp(state['OutputPath'], { ...this.data(), input: result })
    this.done(output)
    await this.assign(state['Assign'], { result }, result)
    return this.leave(output)
  }

  leave(output: unknown): Way {
    const { state } = this
    if (state['End'] === true) return { output }
    return { next: state['Next'] as string, output }
  }

  /** A Wait takes whole seconds from 0 on; another number fails, in JSONPath beyond any Catcher's reach. */
  delays(seconds: unknown): void {
    if (seconds === undefined || (Number.isInteger(seconds) && Number(seconds) >= 0)) return
    throw new Failed(this.inJsonata ? 'States.QueryEvaluationError' : 'States.Runtime', `it waits ${String(seconds)} s`)
  }

  async task(): Promise<unknown> {
    const { state, inJsonata } = this
    const sent = inJsonata ? await this.value(state['Arguments']) : template(state['Parameters'], this.data())
    this.see('Arguments', sent)
    await this.field('TimeoutSeconds')
    const answer = this.site.world.answer(this.name)
    if ('error' in answer) throw new Failed(answer.error, answer.cause)
    return answer.result
  }

  async map(): Promise<unknown> {
    const { state, site, inJsonata } = this
    const items = inJsonata ? await this.value(state['Items']) : this.at(state['ItemsPath'], this.input)
    if (!Array.isArray(items)) throw new Error(`${this.name}: its items are ${JSON.stringify(items)}`)
    this.see('Items', items)
    await this.field('MaxConcurrency')
    const processor = state['ItemProcessor'] as Scope & Loose
    const isDistributed = processor['ProcessorConfig']?.Mode === 'DISTRIBUTED'
    const iterations = items.map((Value: unknown, Index) => async () => {
      const selected = { ...site, context: { ...site.context, Map: { Item: { Index, Value } } } }
      const item = await this.selected(selected, Value)
      const inner = isDistributed ? { ...site, context: { Execution: { Input: item } } } : site
      const truth = isDistributed ? new Truth({}).in(this.name, item) : this.truth.in(this.name, item)
      const variables = new Variables(this.variables, this.scope, !isDistributed)
      return runScope(processor, item, variables, truth, inner).catch(isDistributed ? exceeded : rethrow)
    })
    return runAll(iterations, site)
  }

  /** What an iteration gets. */
  async selected(site: Site, item: unknown): Promise<unknown> {
    const { name, state, input, variables, truth, scope, inJsonata } = this
    const selector = state['ItemSelector'] as unknown
    if (selector === undefined) return item
    const selecting = new Step(name, state, input, variables, truth, site, scope)
    const selected = inJsonata ? await selecting.value(selector) : template(selector, selecting.data())
    site.world.see(name, 'ItemSelector', selected, truth.in(name, item))
    return selected
  }

  async parallel(): Promise<unknown> {
    const branches = (this.state['Branches'] as Scope[]).map(
      (branch) => () =>
        runScope(branch, this.input, new Variables(this.variables, this.scope), this.truth.inside(), this.site),
    )
    return runAll(branches, this.site)
  }

  /** What the author sees as the state's result. */
  done(result: unknown): void {
    this.truth.results.set(this.name, result)
    this.see('result', result)
  }

  async assign(written: Loose | undefined, states: object, result: unknown): Promise<void> {
    if (written === undefined) return
    const values = (
      this.inJsonata ? await this.value(written, states) : template(written, { ...this.data(), input: result })
    ) as Record<string, unknown>
    this.variables.assign(this.name, values)
    this.site.world.assigned(values, this.truth, this.name)
  }

  async field(name: string): Promise<unknown> {
    const { state } = this
    const path = state[`${name}Path`] as string | undefined
    if (state[name] === undefined && path === undefined) return undefined
    const value =
      path === undefined ? (this.inJsonata ? await this.value(state[name]) : state[name]) : this.at(path, this.input)
    this.see(name, value)
    return value
  }

  see(field: string, value: unknown): void {
    this.site.world.see(this.name, field, value, this.truth)
  }

  get context(): Loose {
    return { ...this.site.context, State: { Name: this.name } }
  }

  value(written: unknown, states: object = {}): Promise<unknown> {
    const all = { input: this.input, context: this.context, ...states }
    return jsonataValue(written, all, this.variables, this.name)
  }

  data(input: unknown = this.input) {
    return { input, context: this.context, variables: this.variables.all() }
  }

  at(path: string, input: unknown): unknown {
    return lookUp(path, this.data(input))
  }
}
