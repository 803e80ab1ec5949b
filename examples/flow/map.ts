import { count, flow, gt, lambda, pluck, text } from 'asl-builder'
import { z } from 'zod'

const load = lambda.fn('${LoadArn}', {
  input: z.object({ table: z.string(), from: z.string() }),
  output: z.object({ rows: z.number() }),
})

/** Loads each table that is not empty, two at a time. The input of the machine is read inside, and the items' results after it. */
export default flow('Loads tables', {
  input: z.object({ bucket: z.string(), tables: z.array(z.object({ name: z.string(), files: z.array(z.string()) })) }),
})
  .map(
    'Each table',
    ({ input }) => input.tables,
    (table) =>
      table.choice('Any files?', (when) =>
        when
          .if(
            ({ item }) => gt(count(item.files), 0),
            (some) =>
              some
                .task('Load', ({ item, input }) =>
                  lambda.invoke(load, { table: item.name, from: text`s3://${input.bucket}/${item.name}/` }),
                )
                .pass('Loaded', ({ item, results }) => ({ table: item.name, rows: results.Load.rows })),
          )
          .otherwise((none) => none.pass('Empty', ({ item }) => ({ table: item.name, rows: 0 }))),
      ),
    { MaxConcurrency: 2 },
  )
  .pass('Report', ({ results }) => ({ tables: pluck(results['Each table'], (table) => table.table) }))
  .build()
