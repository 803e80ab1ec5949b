import { athena, eq, flow, gte, or, plus } from 'asl-builder'
import { z } from 'zod'

/** Starts a query and asks until it has ended: `.goto` goes back to a state that ran before. At most 20 questions. */
export default flow('Polls a query', { input: z.object({ sql: z.string() }), TimeoutSeconds: 3600 })
  .task('Start', ({ input }) => athena.startQueryExecution({ QueryString: input.sql, WorkGroup: '${WorkGroup}' }), {
    assign: () => ({ asked: 0 }),
  })
  .wait('Wait a little', { Seconds: 5 })
  .task('Ask', ({ results }) => athena.getQueryExecution({ QueryExecutionId: results.Start.QueryExecutionId }), {
    assign: ({ vars }) => ({ asked: plus(vars.asked, 1) }),
  })
  .choice('Done?', (when) =>
    when
      .if(
        ({ results }) => eq(results.Ask.QueryExecution.Status.State, 'SUCCEEDED'),
        (done) => done,
      )
      .if(
        ({ results, vars }) => or(eq(results.Ask.QueryExecution.Status.State, 'FAILED'), gte(vars.asked, 20)),
        (failed) =>
          failed.fail('No result', () => ({ Error: 'QueryFailed', Cause: 'The query failed or takes too long.' })),
      )
      .otherwise((not) => not.goto({ to: 'Wait a little' })),
  )
  .task('Get', ({ results }) => athena.getQueryResults({ QueryExecutionId: results.Start.QueryExecutionId }))
  .build()
