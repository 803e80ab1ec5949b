import { athena, flow, gt, lambda } from 'asl-builder'
import * as z from 'zod'

const notify = lambda.fn('${NotifyArn}', {
  input: z.object({ queryId: z.string(), bytes: z.number() }),
  output: z.object({ sent: z.boolean() }),
})

export default flow('paid-orders', { input: z.object({ day: z.string() }) })
  .task('Load orders', ({ input }) =>
    athena.startQueryExecution.sync({
      QueryString: 'INSERT INTO paid SELECT * FROM orders WHERE paid AND day = ?',
      ExecutionParameters: [input.day],
    }),
  )
  .choice('Scanned much?', (when) =>
    when
      .if(
        ({ results }) => gt(results['Load orders'].QueryExecution.Statistics.DataScannedInBytes, 1e9),
        (then) =>
          then.task('Tell the owners', ({ results }) =>
            lambda.invoke(notify, {
              queryId: results['Load orders'].QueryExecution.QueryExecutionId,
              bytes: results['Load orders'].QueryExecution.Statistics.DataScannedInBytes,
            }),
          ),
      )
      .otherwise((then) => then.succeed('Nothing to tell')),
  )
  .build()
