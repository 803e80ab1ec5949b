import jsonata from 'jsonata'

/** Just enough of the States Language to follow the pipeline: JSONata, inline Map, Retry by count, Catch, Assign. */
interface Outcome {
  status: 'SUCCEEDED' | 'FAILED'
  output?: unknown
  error?: string
  cause?: string
  /** The states in the order in which they were entered. */
  entered: string[]
}

/** A Task's answer; throw a {@link TaskError} to fail it. */
type Task = (resource: string, args: Record<string, any>) => unknown // any: what a Task gets is the machine's business

/** A Task that failed. */
export class TaskError extends Error {
  readonly error: string
  override readonly cause: string

  constructor(error: string, cause: string) {
    super(`${error}: ${cause}`)
    this.error = error
    this.cause = cause
  }
}

/** Runs a definition in memory, without waiting. */
export async function simulate(definition: any, input: unknown, task: Task): Promise<Outcome> {
  const entered: string[] = []
  try {
    return { status: 'SUCCEEDED', output: await runScope(definition, input, {}), entered }
  } catch (failure) {
    if (!(failure instanceof TaskError)) throw failure
    return { status: 'FAILED', error: failure.error, cause: failure.cause, entered }
  }

  async function runScope(scope: any, input: unknown, outer: Record<string, unknown>): Promise<unknown> {
    const variables = { ...outer }
    let name: string | undefined = scope.StartAt
    let value = input
    for (let steps = 0; name !== undefined; steps++) {
      if (steps > 100) throw new Error(`"${name}": the machine does not end`)
      entered.push(name)
      ;[name, value] = await enter(name, scope.States[name], value, variables)
    }
    return value
  }

  async function enter(name: string, state: any, input: unknown, variables: Record<string, unknown>): Promise<any> {
    const states: Record<string, unknown> = {
      input,
      context: { Execution: { Name: 'run-1', Input: {} }, State: { Name: name } },
    }
    const value = (template: unknown) => evaluate(template, { ...variables, states })
    const finish = async (from: any, result: unknown) => {
      states['result'] = result
      const output = from.Output === undefined ? result : await value(from.Output)
      if (from.Assign) Object.assign(variables, await value(from.Assign))
      return [from.Next, output]
    }
    if (state.Type === 'Fail') throw new TaskError(String(await value(state.Error)), String(await value(state.Cause)))
    if (state.Type === 'Pass') return finish(state, input)
    if (state.Type === 'Choice') {
      for (const rule of state.Choices) if ((await value(rule.Condition)) === true) return finish(rule, input)
      return finish({ ...state, Next: state.Default }, input)
    }
    const tries: number[] = []
    for (;;) {
      try {
        return await finish(state, await work())
      } catch (failure) {
        if (!(failure instanceof TaskError)) throw failure
        const matches = ({ ErrorEquals }: any) =>
          ErrorEquals.some((pattern: string) => ['States.ALL', 'States.TaskFailed', failure.error].includes(pattern))
        const retry = (state.Retry ?? []).findIndex(matches)
        if (retry >= 0 && (tries[retry] ?? 0) < (state.Retry[retry].MaxAttempts ?? 3)) {
          tries[retry] = (tries[retry] ?? 0) + 1
          continue
        }
        const catcher = (state.Catch ?? []).find(matches)
        if (!catcher) throw failure
        states['errorOutput'] = { Error: failure.error, Cause: failure.cause }
        return finish(catcher, states['errorOutput'])
      }
    }

    async function work(): Promise<unknown> {
      if (state.Type === 'Task')
        return task(state.Resource, (state.Arguments ? await value(state.Arguments) : input) as any)
      const outputs = []
      for (const item of (await value(state.Items)) as unknown[])
        outputs.push(await runScope(state.ItemProcessor, item, variables))
      return outputs
    }
  }
}

async function evaluate(template: unknown, bindings: Record<string, unknown>): Promise<unknown> {
  if (Array.isArray(template)) return Promise.all(template.map((item) => evaluate(item, bindings)))
  if (template !== null && typeof template === 'object') {
    const entries = Object.entries(template).map(async ([key, item]) => [key, await evaluate(item, bindings)] as const)
    return Object.fromEntries(await Promise.all(entries))
  }
  const expression = typeof template === 'string' ? /^\{%([^]*)%\}$/.exec(template)?.[1] : undefined
  if (expression === undefined) return template
  const result: unknown = await jsonata(expression).evaluate({}, bindings)
  if (result === undefined) throw new TaskError('States.QueryEvaluationError', `${expression} returned nothing`)
  return JSON.parse(JSON.stringify(result)) // jsonata's sequences carry hidden properties
}
