// Recording and lowering a flow of 5,000 states, in both query languages: each calls a service and reads an earlier result.
import { lower } from '../../packages/asl-builder/src/build/lower/lower.js'
import { athena, eq, flow, task } from 'asl-builder'

/** With the handlers' and the Choices' states: 5,000. */
const tasks = 4167
const most = 300

const counting = (query: unknown) =>
  task({ Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: '${CountArn}', Payload: { query } } })

type AnyFlow = any // 5,000 states in a loop: no compiler follows

/** Every tenth state has a handler, every twentieth is followed by a Choice. */
function record(queryLanguage: 'JSONata' | 'JSONPath'): AnyFlow {
  let chain: AnyFlow = flow('bench', { queryLanguage })
  for (let index = 0; index < tasks; index++) {
    const before = `State ${index - 1}`
    const name = `State ${index}`
    chain = chain.task(
      name,
      ({ input, results }: AnyFlow) =>
        index === 0
          ? athena.startQueryExecution.sync({ QueryString: input.start })
          : index % 2 === 0
            ? athena.startQueryExecution.sync({ QueryString: results[before].Payload.id, WorkGroup: 'primary' })
            : counting(results[before].QueryExecution.QueryExecutionId),
      {
        retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3, BackoffRate: 2 }],
        ...(index % 10 === 9 && {
          catch: (on: AnyFlow) =>
            on.error(['States.ALL'], (failed: AnyFlow) =>
              failed.fail(`Failed ${index}`, ({ error }: AnyFlow) => ({ Cause: error.Cause })),
            ),
        }),
      },
    )
    if (index % 20 === 19)
      chain = chain.choice(`Choice ${index}`, (when: AnyFlow) =>
        when
          .if(
            ({ results }: AnyFlow) => eq(results[name].Payload.rows, 0),
            (none: AnyFlow) => none.fail(`None ${index}`),
          )
          .otherwise((some: AnyFlow) => some),
      )
  }
  return chain
}

function time<Made>(work: () => Made): [made: Made, milliseconds: number] {
  const started = performance.now()
  const made = work()
  return [made, performance.now() - started]
}

for (const queryLanguage of ['JSONata', 'JSONPath'] as const) {
  const [chain, recording] = time(() => record(queryLanguage))
  const [lowered, lowering] = time(() => lower({ queryLanguage, chain: chain.chain }))
  const all = Object.keys(lowered.definition.States).length
  if (lowered.problems.length > 0) throw new Error(lowered.problems[0]!.message)
  console.log(`${queryLanguage}, ${all} states, cold:`)
  console.log(
    `  recording and lowering   ${(recording + lowering).toFixed(0)} ms   (at most ${most})   ${recording.toFixed(0)} + ${lowering.toFixed(0)}`,
  )
}
