import { athena, flow, includes, pluck } from 'asl-builder'

/** One flow in either query language: what an author writes does not change. */
const createWhenMissing = (queryLanguage: 'JSONata' | 'JSONPath') =>
  flow('Creates the table users when it is missing', { queryLanguage })
    .task('Show tables', () => athena.startQueryExecution.sync({ QueryString: 'SHOW TABLES IN lake' }))
    .task(
      'Names',
      ({ results }) =>
        athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution.QueryExecutionId }),
      {
        assign: ({ result }) => ({
          hasUsers: includes(
            pluck(result.ResultSet.Rows, (row) => row.Data[0].VarCharValue),
            'users',
          ),
        }),
      },
    )
    .choice('Users there?', (when) =>
      when
        .if(
          ({ vars }) => vars.hasUsers,
          (there) => there.succeed('Nothing to do'),
        )
        .otherwise((missing) =>
          missing.task('Create', () =>
            athena.startQueryExecution.sync({ QueryString: 'CREATE TABLE lake.users (id int)' }),
          ),
        ),
    )
    .build()

export const jsonata = createWhenMissing('JSONata')
export const jsonPath = createWhenMissing('JSONPath')
