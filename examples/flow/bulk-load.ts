import { flow, lambda, text } from 'asl-builder'
import { z } from 'zod'

const Row = z.object({ id: z.string(), amount: z.string() })
const load = lambda.fn('${LoadArn}', {
  input: z.object({ rows: z.array(Row), table: z.string() }),
  output: z.object({ loaded: z.number() }),
})

/** Loads a CSV file of any size from S3, 500 rows to a call, a thousand calls at a time. */
export default flow('Loads a file', {
  input: z.object({ bucket: z.string(), key: z.string(), table: z.string() }),
})
  .distributedMap(
    'Rows',
    {
      ItemReader: ({ input }) => ({
        Resource: 'arn:aws:states:::s3:getObject',
        ReaderConfig: { InputType: 'CSV', CSVHeaderLocation: 'FIRST_ROW' },
        Arguments: { Bucket: input.bucket, Key: input.key },
      }),
      item: Row,
      ItemBatcher: ({ input }) => ({ MaxItemsPerBatch: 500, BatchInput: { table: input.table } }),
    },
    (batch) =>
      batch.task('Load', ({ item }) => lambda.invoke(load, { rows: item.Items, table: item.BatchInput.table }), {
        retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 6, JitterStrategy: 'FULL' }],
      }),
    {
      MaxConcurrency: 1000,
      ToleratedFailurePercentage: 1,
      ExecutionType: 'EXPRESS',
      ResultWriter: ({ input }) => ({
        Resource: 'arn:aws:states:::s3:putObject',
        Arguments: { Bucket: input.bucket, Prefix: text`loaded/${input.table}` },
      }),
    },
  )
  .build()
