import type { Scope, State, StateMachine } from 'asl-builder/scope'
import { JsonPathFlow, type DataFlow, type Fields } from './data-flow.js'
import { DefinitionFault } from './definition-fault.js'
import type { EventType } from './history.js'
import { compileRetrier } from './retry.js'
import { compileChoice } from './states/choice.js'
import { compileDistributedMap } from './states/distributed-map.js'
import { compileFail } from './states/fail.js'
import { compileInlineMap } from './states/map.js'
import type { MapRunHost } from './states/map-run.js'
import { compileParallel } from './states/parallel.js'
import { compilePass } from './states/pass.js'
import { compileSucceed } from './states/succeed.js'
import { compileTask, type StartTask } from './states/task.js'
import { compileWait } from './states/wait.js'
import type { Catch, Node, Strand } from './strand.js'

/** What the compiler needs besides the definition. */
export interface CompileOptions {
  /** The data flow of JSONata states; loaded when a machine has one. */
  readonly jsonata: (new (fields: Fields, location: string) => DataFlow) | undefined
  /** The tasks of the execution a strand belongs to. */
  readonly startTask: (strand: Strand) => StartTask
  readonly mapRunHost: (strand: Strand) => MapRunHost
}

/** A definition, compiled: every name a pointer, every path and expression a function. */
export interface Program {
  readonly start: Node
  /** Seconds the whole execution may take. */
  readonly timeoutSeconds: number | undefined
}

/** Whether some state is written in JSONata. */
export function usesJsonata(definition: unknown): boolean {
  const open: unknown[] = [definition]
  for (let value = open.pop(); value !== undefined; value = open.pop()) {
    if (typeof value !== 'object' || value === null) continue
    if ((value as Fields)['QueryLanguage'] === 'JSONata') return true
    for (const inner of Object.values(value)) if (typeof inner === 'object' && inner !== null) open.push(inner)
  }
  return false
}

/**
 * Compiles a definition.
 *
 * @throws {@link DefinitionFault} when it cannot be run; the checker says more, and sooner.
 */
export function compile(definition: StateMachine, options: CompileOptions): Program {
  const { start } = new Compiler(definition, options).scope(definition, '')
  const { TimeoutSeconds } = definition
  return { start, timeoutSeconds: typeof TimeoutSeconds === 'number' ? TimeoutSeconds : undefined }
}

class Compiler {
  private readonly machine: StateMachine
  private readonly options: CompileOptions

  constructor(machine: StateMachine, options: CompileOptions) {
    this.machine = machine
    this.options = options
  }

  scope(scope: Scope, location: string): { readonly start: Node } {
    if (typeof scope !== 'object' || scope === null || typeof scope.States !== 'object' || scope.States === null) {
      throw new DefinitionFault('These fields are required: [States]', location)
    }
    const nodes = new Map<string, Node>()
    const links: (() => void)[] = []
    const link = (name: unknown, at: string, set: (node: Node) => void): void => {
      links.push(() => {
        const node = nodes.get(name as string)
        if (!node) throw new DefinitionFault(`MISSING_TRANSITION_TARGET: Missing 'Next' target: ${String(name)}`, at)
        set(node)
      })
    }
    for (const [name, state] of Object.entries(scope.States)) {
      const at = `${location}/States/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`
      nodes.set(name, this.state(name, state as State, at, link))
    }
    for (const connect of links) connect()
    const start = nodes.get(scope.StartAt)
    if (!start) throw new DefinitionFault(`Missing 'Next' target: ${String(scope.StartAt)}`, `${location}/StartAt`)
    return { start }
  }

  private state(name: string, state: State, location: string, link: Link): Node {
    const fields = state as unknown as Fields
    const { Type } = state
    const event = (what: string): EventType => `${Type}State${what}` as EventType
    const flow = this.flow(fields, location)
    const node: Node = {
      name,
      type: Type,
      location,
      entered: event('Entered'),
      exited: event('Exited'),
      next: undefined,
      work: this.work(state, fields, flow, location, link),
      retriers: listOf(fields['Retry']).map(compileRetrier),
      catchers: listOf(fields['Catch']).map((catcher, index) =>
        this.catcher(catcher, flow, `${location}/Catch/${index}`, link),
      ),
    }
    if (fields['Next'] !== undefined) link(fields['Next'], `${location}/Next`, (next) => (node.next = next))
    return node
  }

  private flow(fields: Fields, location: string): DataFlow {
    if ((fields['QueryLanguage'] ?? this.machine.QueryLanguage) !== 'JSONata') return new JsonPathFlow(fields, location)
    return new this.options.jsonata!(fields, location)
  }

  private catcher(catcher: Fields, flow: DataFlow, location: string, link: Link): Catch {
    const compiled: Catch = {
      names: listOf(catcher['ErrorEquals']) as unknown as string[],
      next: undefined,
      leave: flow.catching(catcher, location),
    }
    link(catcher['Next'], `${location}/Next`, (next) => (compiled.next = next))
    return compiled
  }

  private work(state: State, fields: Fields, flow: DataFlow, location: string, link: Link): Node['work'] {
    switch (state.Type) {
      case 'Pass':
        return compilePass(fields, flow)
      case 'Succeed':
        return compileSucceed(flow)
      case 'Fail':
        return compileFail(fields, flow)
      case 'Wait':
        return compileWait(flow)
      case 'Choice':
        return compileChoice(fields, flow, location, link)
      case 'Task':
        return compileTask(fields, flow, this.options.startTask)
      case 'Parallel': {
        const branches = listOf(fields['Branches']).map((branch, index) =>
          this.scope(branch as unknown as Scope, `${location}/Branches/${index}`),
        )
        return compileParallel(branches, flow)
      }
      case 'Map': {
        const field = fields['ItemProcessor'] === undefined ? 'Iterator' : 'ItemProcessor'
        const processor = this.scope(fields[field] as Scope, `${location}/${field}`)
        const { ProcessorConfig } = fields[field] as { ProcessorConfig?: { Mode?: string } }
        if (ProcessorConfig?.Mode === 'DISTRIBUTED') {
          const inner = (of: Fields, at: string): DataFlow =>
            this.flow({ ...of, QueryLanguage: flow.isJsonata ? 'JSONata' : 'JSONPath' }, at)
          return compileDistributedMap(fields, flow, location, processor, this.options.mapRunHost, inner)
        }
        return compileInlineMap(fields, flow, location, processor)
      }
      default:
        throw new DefinitionFault(`There is no state type ${JSON.stringify((state as Fields)['Type'])}`, location)
    }
  }
}

type Link = (name: unknown, at: string, set: (node: Node) => void) => void

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])
