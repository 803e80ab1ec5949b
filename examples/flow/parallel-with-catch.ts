import { athena, flow, lambda } from 'asl-builder'
import { z } from 'zod'

const notify = lambda.fn('${NotifyArn}', {
  input: z.object({ text: z.string() }),
  output: z.object({ id: z.string() }),
})

const patient = { ErrorEquals: ['Athena.TooManyRequestsException'], MaxAttempts: 5, JitterStrategy: 'FULL' } as const

/** Two queries at once; when one of them fails, somebody hears why. The result is typed as a tuple. */
export default flow('Refreshes two tables')
  .parallel(
    'Refresh',
    (all) =>
      all
        .branch((users) =>
          users.task('Users', () => athena.startQueryExecution.sync({ QueryString: 'MSCK REPAIR TABLE users' }), {
            retry: [patient],
          }),
        )
        .branch((orders) =>
          orders.task('Orders', () => athena.startQueryExecution.sync({ QueryString: 'MSCK REPAIR TABLE orders' }), {
            retry: [patient],
          }),
        ),
    {
      catch: (on) =>
        on.error(['States.ALL'], (failed) =>
          failed
            .task('Notify', ({ error }) => lambda.invoke(notify, { text: error.Cause }))
            .fail('Not refreshed', ({ error }) => ({ Error: 'RefreshFailed', Cause: error.Cause })),
        ),
    },
  )
  .pass('Queries', ({ results }) => ({
    users: results.Refresh[0].QueryExecution.QueryExecutionId,
    orders: results.Refresh[1].QueryExecution.QueryExecutionId,
  }))
  .build()
