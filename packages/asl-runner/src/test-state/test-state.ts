import { JsonPathFlow, type DataFlow, type Fields } from '../data-flow.js'
import { DefinitionFault } from '../definition-fault.js'
import { Failure, isNamedBy } from '../failure.js'
import { compileRetrier } from '../retry.js'
import { compileChoice } from '../states/choice.js'
import { compileFail } from '../states/fail.js'
import { compilePass } from '../states/pass.js'
import { compileSucceed } from '../states/succeed.js'
import { compileCall } from '../states/task.js'
import { compileWait } from '../states/wait.js'
import type { Node, Strand } from '../strand.js'
import { toJson } from '../tasks/json-values.js'
import { readResource } from '../tasks/resource.js'
import { Bench } from './bench.js'
import { checkContext } from './context-object.js'
import { checkDefinition, findState } from './find-state.js'
import { Inspection, type FlowOf } from './inspection.js'
import { callFunction } from './local-function.js'
import { mapFailure } from './map-tolerance.js'
import { readMock, type Mocked } from './mock.js'
import { TestStateError, type TestStateRequest, type TestStateResponse } from './request.js'

/**
 * Tests one state by itself, as AWS's TestState API would, inspection data included.
 *
 *     const { status, output, nextState } = await testState(definition, {
 *       state: 'Charge card',
 *       input: { amount: 7 },
 *       mock: { errorOutput: { error: 'Declined' } },
 *     })
 *
 * Data are values where AWS's API has JSON texts. No Task is called: one needs a mock.
 *
 * @param definition A state machine, or a state.
 * @throws {@link TestStateError} What AWS would refuse, with AWS's code and words.
 * @see https://docs.aws.amazon.com/step-functions/latest/apireference/API_TestState.html
 */
export async function testState(definition: unknown, given: TestStateRequest = {}): Promise<TestStateResponse> {
  const { fields, isJsonata } = findState(definition, given.state)
  await checkDefinition(definition)
  const request = { ...given, input: given.input === undefined ? {} : toJson(given.input) }
  const mocked = await readMock(fields, request)
  if (request.context !== undefined) checkContext(request.context, fields)
  const Jsonata = isJsonata ? (await import('../jsonata/flow.js')).JsonataFlow : undefined
  const flowOf: FlowOf = (of) => (Jsonata ? new Jsonata(of, '') : new JsonPathFlow(of, ''))
  try {
    return await new Test(fields, flowOf, request, mocked).run()
  } catch (fault) {
    if (!(fault instanceof DefinitionFault)) throw fault
    const { message, location } = fault
    throw new TestStateError(
      'InvalidDefinition',
      `Invalid State Machine Definition: '${message} at ${location || '/'}'`,
    )
  }
}

class Test {
  private readonly fields: Fields
  private readonly flow: DataFlow
  private readonly request: TestStateRequest
  private readonly mocked: Mocked | undefined
  private readonly bench: Bench
  private readonly inspection: Inspection

  constructor(fields: Fields, flowOf: FlowOf, request: TestStateRequest, mocked: Mocked | undefined) {
    this.fields = fields
    this.flow = flowOf(fields)
    this.request = request
    this.mocked = mocked
    const type = String(fields['Type'])
    const resource = type === 'Task' ? readResource(String(fields['Resource'])) : undefined
    const token = resource?.kind === 'service' && resource.pattern === 'callback'
    this.bench = new Bench(request, { type, token })
    this.inspection = new Inspection(fields, flowOf, this.bench.asStrand)
  }

  async run(): Promise<TestStateResponse> {
    const { bench, inspection } = this
    try {
      await this.work()
    } catch (failure) {
      if (!(failure instanceof Failure)) throw failure
      return this.failed(failure)
    }
    const { output, next } = bench.left!
    const nextState = next ?? (this.fields['Next'] as string | undefined)
    return this.answer({ status: 'SUCCEEDED', output, ...(nextState !== undefined && { nextState }) }, inspection)
  }

  private async work(): Promise<void> {
    const { fields, flow, bench, inspection, mocked } = this
    const strand = bench.asStrand
    switch (fields['Type']) {
      case 'Pass':
        inspection.pass()
        return compilePass(fields, flow)(strand)
      case 'Succeed':
        inspection.filtered()
        return compileSucceed(flow)(strand)
      case 'Wait':
        inspection.filtered()
        return compileWait(flow)(strand)
      case 'Fail':
        inspection.filtered()
        return compileFail(fields, flow)(strand)
      case 'Choice':
        inspection.filtered()
        return this.choose(strand)
      case 'Task':
        inspection.effective()
        compileCall(fields, flow, readResource(String(fields['Resource'])))(strand)
        break
      case 'Map': {
        const items = inspection.map(this.request.stateConfiguration?.mapItemReaderData)
        const failure = mapFailure(this.request.stateConfiguration, inspection.data, items)
        if (failure && 'result' in mocked!) throw failure
        break
      }
      case 'Parallel':
        break
      default:
        throw new DefinitionFault(`There is no state type ${JSON.stringify(fields['Type'])}`, '')
    }
    const came = mocked ?? (await this.call(strand))
    if (!('result' in came)) throw new Failure(came.error, came.cause)
    inspection.result(came.result)
    const { output, assigned } = flow.leaving(strand, came.result)
    bench.leave(output, assigned)
  }

  /** Without a mock, only a Lambda function can answer. */
  private async call(strand: Strand): Promise<Mocked> {
    const { fields, flow, bench, request } = this
    const outcome = await callFunction(
      readResource(String(fields['Resource'])),
      {
        state: 'StateName',
        input: flow.effective(strand),
        attempt: request.stateConfiguration?.retrierRetryCount ?? 0,
        context: bench.context(),
      },
      request.functions,
    )
    if ('output' in outcome) return { result: outcome.output }
    return { error: outcome.failure.error, cause: outcome.failure.cause }
  }

  private choose(strand: Strand): void {
    const named = (name: unknown, _at: string, set: (node: Node) => void): void => set({ name } as Node)
    compileChoice(this.fields, this.flow, '', named)(strand)
  }

  /** Whether a Retrier would try again, a Catcher goes on, or the state has failed. */
  private failed(failure: Failure): TestStateResponse {
    const { fields, bench, inspection, request } = this
    const { error } = failure
    const cause = bench.causeOf(failure)
    const known = { ...(error !== undefined && { error }), ...(cause !== undefined && { cause }) }
    const retriers = listOf(fields['Retry']).map(compileRetrier)
    const retryIndex = retriers.findIndex(({ names }) => isNamedBy(failure, names))
    const retrier = retriers[retryIndex]
    const retries = request.stateConfiguration?.retrierRetryCount ?? 0
    if (retrier && retries < retrier.mostAttempts) {
      const seconds = Math.floor(retrier.delay(retries + 1, { ...bench.chance, next: () => 1 }) / 1000)
      inspection.data.errorDetails = { retryIndex, retryBackoffIntervalSeconds: seconds }
      return this.answer({ status: 'RETRIABLE', ...known }, inspection)
    }
    if (retrier) inspection.data.errorDetails = { retryIndex }
    const catchers = listOf(fields['Catch'])
    const catchIndex = catchers.findIndex((catcher) => isNamedBy(failure, (catcher['ErrorEquals'] ?? []) as string[]))
    const catcher = catchers[catchIndex]
    if (!catcher) return this.answer({ status: 'FAILED', ...known }, inspection)
    inspection.data.errorDetails = { ...inspection.data.errorDetails, catchIndex }
    const leave = this.flow.catching(catcher, `/Catch/${catchIndex}`)
    const { output, assigned } = leave(bench.asStrand, { Error: error ?? null, Cause: cause ?? null })
    bench.assign(assigned)
    return this.answer({ status: 'CAUGHT_ERROR', ...known, output, nextState: catcher['Next'] as string }, inspection)
  }

  private answer(response: TestStateResponse, { data }: Inspection): TestStateResponse {
    const level = this.request.inspectionLevel ?? 'INFO'
    if (level === 'INFO') return response
    const variables = this.bench.variables.all()
    if (variables.size > 0) data.variables = Object.fromEntries(variables)
    return { ...response, inspectionData: data }
  }
}

const listOf = (value: unknown): readonly Fields[] => (Array.isArray(value) ? (value as Fields[]) : [])
