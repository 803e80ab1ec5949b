import type { StateMachine } from 'asl-builder'
import { run, TaskError } from 'asl-runner'
import { isDeepStrictEqual } from 'node:util'
import { run as evaluate, type Answer, type World } from '../../asl-builder/test/flow/evaluator.js'
import { randomFlow } from '../../asl-builder/test/flow/random-flow.js'
import { RandomSource } from '../../asl-builder/test/flow/random-source.js'

/** Answers to calls; the same call gets the same answer, whoever makes it and when. */
class Answers {
  private readonly given = new Map<string, Answer>()
  readonly calls = new Set<string>()
  private readonly world: World
  private readonly mayFail: boolean

  constructor(world: World, mayFail: boolean) {
    this.world = world
    this.mayFail = mayFail
  }

  to(state: string, sent: unknown): Answer {
    const call = `${state} ${JSON.stringify(sent)}`
    this.calls.add(call)
    let answer = this.given.get(call)
    while (!answer) {
      const drawn = this.world.answer(state)
      if (this.mayFail || 'result' in drawn) answer = drawn
    }
    this.given.set(call, answer)
    return answer
  }
}

/**
 * Runs a random flow as its author meant it, every value compared, and then as the runner does.
 *
 * @returns How it ended; `LEFT` in a loop without end, `CAUGHT` where it depends on which of two failures comes first.
 * @throws When the runner calls or yields anything else.
 */
export async function compareRandomFlow(seed: number): Promise<string> {
  const flow = randomFlow(seed)
  const machine = flow.build()
  // Where things run at the same time, which of two failures comes first is nobody's to say.
  const mayFail = !/"Type":"(?:Parallel|Map)"/.test(JSON.stringify(machine))
  const outcomes = new RandomSource(seed * 31)
  const input = flow.input(outcomes)
  const world = flow.world(outcomes)
  const meant = new Answers(world, mayFail)
  let sent: unknown
  const expected = await evaluate(machine, input, {
    ...world,
    see: (state, field, value, truth) => {
      if (field === 'Arguments') sent = value
      world.see(state, field, value, truth)
    },
    answer: (state) => meant.to(state, sent),
  })
  if (expected.status === 'LEFT') return expected.status
  const meantCalls = new Set(meant.calls)
  meant.calls.clear()
  let isCaught = false
  const actual = await run(withoutLimits(machine), {
    input,
    quotas: 'none',
    onDecision: ({ kind }) => {
      isCaught ||= kind === 'catch'
    },
    tasks: {
      '*': (sent: unknown, { state }) => {
        const answer = meant.to(state, sent)
        if ('error' in answer) throw new TaskError(answer.error, answer.cause)
        return answer.result
      },
    },
  })
  // Where things run at the same time, which failure is caught first is nobody's to say either.
  if (isCaught && !mayFail) return 'CAUGHT'
  demand(actual.status, expected.status, `status (${actual.cause})`)
  if (expected.status === 'SUCCEEDED') {
    demand(actual.output, expected.output, 'output')
    demand(meant.calls, meantCalls, 'calls')
  }
  return expected.status
}

/** The same machine without what the evaluator takes as it comes and AWS would refuse: a timeout of zero, an error name or a cause that is a number. */
function withoutLimits(machine: StateMachine): StateMachine {
  return JSON.parse(JSON.stringify(machine), (key, value: unknown) => {
    if (/^(?:TimeoutSeconds|HeartbeatSeconds|MaxConcurrency)(?:Path)?$/.test(key)) return undefined
    if (typeof value !== 'object' || value === null || !('Type' in value)) return value
    if (value.Type !== 'Fail') return value
    const { Error = '' } = value as { Error?: string }
    return { Type: 'Fail', Error: /^\w+$/.test(Error) ? Error : 'Failed' } // a computed one may be a number
  }) as StateMachine
}

function demand(actual: unknown, expected: unknown, what: string): void {
  if (!isDeepStrictEqual(actual, expected)) {
    throw new Error(`the ${what} is ${JSON.stringify(actual)}, but ${JSON.stringify(expected)} was meant`)
  }
}
