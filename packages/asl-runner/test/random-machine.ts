import { seededChance, type Chance, type Tasks } from 'asl-runner'
import type { StateMachine } from 'asl-builder'

/** Draws from a seed: the same seed makes the same machine. */
class Draw {
  private readonly chance: Chance

  constructor(seed: number) {
    this.chance = seededChance(`machine ${seed}`)
  }

  below(count: number): number {
    return Math.floor(this.chance.next() * count)
  }

  happens(share: number): boolean {
    return this.chance.next() < share
  }

  one<Item>(items: readonly Item[]): Item {
    return items[this.below(items.length)]!
  }
}

type Fields = Record<string, unknown>

const paths = [
  '$',
  '$.a',
  '$.a.b',
  '$.list',
  '$.list[0]',
  '$.list[*]',
  '$.none',
  '$$.State.Name',
  '$$.Execution.Input',
  '$v',
  "$['a']",
]
const referencePaths = ['$', '$.a', '$.x.y', '$.list', '$.none.deep']
const lookups = [
  ...paths,
  '$.list[?(@.n > 1)].n',
  '$..n',
  "States.Format('{}-{}', $.a, $$.State.Name)",
  'States.MathAdd($.n, 1)',
  'States.Array($.a, 1)',
  'States.UUID()',
  'States.MathRandom(1, 100)',
  'States.StringToJson($.text)',
  'States.ArrayLength($.list)',
]
const expressions = [
  '$states.input',
  '$states.input.a',
  '$states.input.list.n',
  '$states.input.n + 1',
  '$sum($states.input.list.n)',
  '$states.context.State.Name',
  '$v',
  '$states.input.list[n > 1]',
  '{ "a": $states.input, "u": $uuid() }',
  '[1..3]',
  '$random()',
  '$states.input.none',
  '1 + "x"',
  '"text"',
  'true',
]
const errors = ['States.ALL', 'States.TaskFailed', 'States.Timeout', 'Boom', 'States.QueryEvaluationError']

/** Data that the paths and expressions above sometimes fit. */
const inputs: readonly unknown[] = [
  {},
  { a: { b: 1 }, list: [{ n: 1 }, { n: 2 }], n: 3, text: '{"x":[1]}' },
  { a: 'text', list: [], n: 0.5, text: '' },
  [1, 2, 3],
  'text',
  null,
  7,
]

/** A machine that AWS would create: all types, both languages, nested; its data may well not fit it. */
export function randomMachine(seed: number): { definition: StateMachine; input: unknown; tasks: () => Tasks } {
  const draw = new Draw(seed)
  const isJsonata = draw.happens(0.3)
  const maker = new Maker(draw, isJsonata)
  const definition = { ...(isJsonata && { QueryLanguage: 'JSONata' }), ...maker.scope(0) } as unknown as StateMachine
  return { definition, input: draw.one(inputs), tasks: () => randomTasks(seed) }
}

/** Tasks that succeed, fail, take their time or never answer, the same way in every run. */
function randomTasks(seed: number): Tasks {
  const draw = new Draw(-seed)
  return {
    '*': async (input: unknown, call) => {
      switch (draw.below(6)) {
        case 0:
          throw Object.assign(new Error('bad luck'), { name: draw.one(['Boom', 'Other']) })
        case 1:
          await call.sleep(draw.below(100))
          return { ...inputs[1]!, waited: true }
        case 2:
          return null
        case 3:
          return [input]
        default:
          return input
      }
    },
  }
}

const types = ['Pass', 'Pass', 'Pass', 'Task', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const

class Maker {
  private readonly draw: Draw
  private readonly isMachineJsonata: boolean
  private count = 0

  constructor(draw: Draw, isJsonata: boolean) {
    this.draw = draw
    this.isMachineJsonata = isJsonata
  }

  scope(depth: number): Fields {
    const names = Array.from({ length: 1 + this.draw.below(5) }, () => {
      this.count += 1
      return `S${this.count}`
    })
    const States = Object.fromEntries(names.map((name, index) => [name, this.state(names, index, depth)]))
    return { StartAt: names[0], States }
  }

  private state(names: readonly string[], index: number, depth: number): Fields {
    const { draw } = this
    const type = draw.one(types)
    if ((type === 'Parallel' || type === 'Map') && depth > 1) return this.common('Pass', names, index)
    const state = this.common(type, names, index)
    const isJsonata = this.isJsonata(state)
    switch (type) {
      case 'Task':
        return { ...state, ...this.task(), ...this.errors(names, isJsonata) }
      case 'Choice':
        return { ...state, ...this.choice(names, isJsonata) }
      case 'Wait':
        return { ...state, Seconds: draw.below(100) }
      case 'Fail':
        return { Type: 'Fail', ...(draw.happens(0.7) && { Error: draw.one(['Boom', 'Other']), Cause: 'because' }) }
      case 'Parallel': {
        const branches = Array.from({ length: 1 + draw.below(3) }, () => this.scope(depth + 1))
        return { ...state, Branches: branches, ...this.errors(names, isJsonata) }
      }
      case 'Map':
        return { ...state, ...this.map(depth, isJsonata), ...this.errors(names, isJsonata) }
      default:
        return state
    }
  }

  private isJsonata({ QueryLanguage }: Fields): boolean {
    return this.isMachineJsonata || QueryLanguage === 'JSONata'
  }

  /** What most types have: a language, data flow, variables, a way on. */
  private common(Type: string, names: readonly string[], index: number): Fields {
    const { draw } = this
    const state: Fields = { Type }
    if (!this.isMachineJsonata && draw.happens(0.2)) state['QueryLanguage'] = 'JSONata'
    const isJsonata = this.isJsonata(state)
    if (Type !== 'Fail') Object.assign(state, isJsonata ? this.jsonataFlow(Type) : this.jsonPathFlow(Type))
    if (Type === 'Choice' || Type === 'Succeed' || Type === 'Fail') return state
    // Mostly onwards, sometimes back: loops must end too.
    const next = draw.happens(0.9) ? index + 1 + draw.below(2) : draw.below(names.length)
    return next < names.length ? { ...state, Next: names[next] } : { ...state, End: true }
  }

  private jsonPathFlow(type: string): Fields {
    const { draw } = this
    const flow: Fields = {}
    if (draw.happens(0.2)) flow['InputPath'] = draw.one([...paths, null])
    if (draw.happens(0.15)) flow['OutputPath'] = draw.one([...paths.slice(0, 4), null])
    if (type === 'Pass' && draw.happens(0.3)) flow['Result'] = draw.one(inputs)
    if (['Pass', 'Task', 'Parallel'].includes(type) && draw.happens(0.3)) {
      flow['Parameters'] = { 'x.$': draw.one(lookups), list: [{ 'n.$': draw.one(lookups) }], n: 1 }
    }
    if (['Pass', 'Task', 'Parallel', 'Map'].includes(type) && draw.happens(0.3)) {
      flow['ResultPath'] = draw.one([...referencePaths, null])
    }
    if (['Task', 'Parallel', 'Map'].includes(type) && draw.happens(0.2))
      flow['ResultSelector'] = { 'r.$': draw.one(lookups) }
    if (type !== 'Succeed' && draw.happens(0.3)) flow['Assign'] = { 'v.$': draw.one(lookups), w: 1 }
    return flow
  }

  private jsonataFlow(type: string): Fields {
    const { draw } = this
    const flow: Fields = {}
    if (draw.happens(0.4)) flow['Output'] = draw.happens(0.5) ? this.expression() : { a: this.expression(), n: 1 }
    if (['Task', 'Parallel'].includes(type) && draw.happens(0.3)) flow['Arguments'] = { a: this.expression() }
    if (type !== 'Succeed' && draw.happens(0.3)) flow['Assign'] = { v: this.expression() }
    return flow
  }

  private expression(): string {
    return `{% ${this.draw.one(expressions)} %}`
  }

  private task(): Fields {
    const { draw } = this
    return {
      Resource: draw.one([
        'arn:aws:states:::lambda:invoke',
        'arn:aws:lambda:us-east-1:123456789012:function:f',
        'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        'arn:aws:states:us-east-1:123456789012:activity:a',
      ]),
      ...(draw.happens(0.3) && { TimeoutSeconds: 1 + draw.below(60) }),
    }
  }

  private choice(names: readonly string[], isJsonata: boolean): Fields {
    const { draw } = this
    const Choices = Array.from({ length: 1 + draw.below(3) }, () => ({
      ...(isJsonata
        ? { Condition: draw.one(['{% $states.input.n > 1 %}', '{% $exists($states.input.a) %}', '{% "x" %}']) }
        : draw.one<Fields>([
            { Variable: '$.n', NumericGreaterThan: 1 },
            { Variable: '$.a', IsPresent: true },
            { Not: { Variable: '$.text', IsString: true } },
            {
              And: [
                { Variable: '$.n', IsPresent: true },
                { Variable: '$.n', NumericLessThanPath: '$.n' },
              ],
            },
          ])),
      Next: draw.one(names),
    }))
    return { Choices, ...(draw.happens(0.8) && { Default: draw.one(names) }) }
  }

  private map(depth: number, isJsonata: boolean): Fields {
    const { draw } = this
    const isDistributed = draw.happens(0.3)
    const processor = this.scope(depth + 1)
    return {
      ItemProcessor: {
        ...(isDistributed && {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: draw.one(['STANDARD', 'EXPRESS']) },
        }),
        ...processor,
      },
      ...(isJsonata
        ? { Items: draw.one<unknown>([[1, 2, 3], '{% [1..5] %}', '{% $states.input.list %}']) }
        : { ItemsPath: draw.one(['$', '$.list', '$.list']) }),
      ...(draw.happens(0.3) && { MaxConcurrency: 1 + draw.below(3) }),
      ...(isDistributed && draw.happens(0.5) && { ToleratedFailureCount: draw.below(3) }),
      ...(!isJsonata &&
        draw.happens(0.3) && { ItemSelector: { 'i.$': '$$.Map.Item.Index', 'v.$': '$$.Map.Item.Value' } }),
      ...(isDistributed && draw.happens(0.3) && { ItemBatcher: { MaxItemsPerBatch: 2 } }),
    }
  }

  private errors(names: readonly string[], isJsonata: boolean): Fields {
    const { draw } = this
    const error = draw.one(errors)
    return {
      ...(draw.happens(0.4) && {
        Retry: [{ ErrorEquals: [error], MaxAttempts: draw.below(3), JitterStrategy: draw.one(['FULL', 'NONE']) }],
      }),
      ...(draw.happens(0.5) && {
        Catch: [
          {
            ErrorEquals: [draw.one(errors)],
            Next: draw.one(names),
            ...(draw.happens(0.5) &&
              (isJsonata ? { Output: this.expression() } : { ResultPath: draw.one(referencePaths) })),
          },
        ],
      }),
    }
  }
}
