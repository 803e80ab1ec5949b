import { athena, containsAll, eq, flow, not, pluck, task, type StateMachine } from 'asl-builder'
import { parameters } from '../parameters.js'
import { statements, tableNames } from '../sql/statements.js'
import { sourceTables, userTransactions } from '../tables/tables.js'
import { failureCause, mergeHint } from './failure-cause.js'
import { athenaRetry, exportRetry, lambdaRetry, statementRetry } from './resilience.js'

const minutes = 60

/** A statement in Athena's workgroup. */
const run = (QueryString: string) =>
  athena.startQueryExecution.sync({
    QueryString,
    WorkGroup: String(parameters.AthenaWorkGroup),
    ResultConfiguration: { OutputLocation: String(parameters.AthenaResultsLocation) },
  })

/** The pipeline's tables that Athena did not list. */
const missing = `[${tableNames.map((name) => `'${name}'`).join(', ')}][$not($ in $tables)]`

const ddl = { retry: statementRetry, TimeoutSeconds: 10 * minutes }

/**
 * The pipeline: MySQL tables to S3, external tables over the files, and the report kept equal to them.
 *
 * It decides by the names of its own three tables, so nothing else in the database matters. If one is missing, all three
 * are created where they do not exist, and it looks again, once. Then the report is loaded, on the first run too.
 * Every statement may run twice, so a run after a failed one repairs what it left.
 */
export const etl: StateMachine = flow('etl', {
  Comment: 'MySQL to S3 to Athena: keeps the Iceberg table user_transactions equal to its sources',
  TimeoutSeconds: 6 * 60 * minutes,
  catch: (on) =>
    on.error(['States.ALL'], (failed) =>
      failed.fail('Pipeline failed', () => ({
        Error: 'PipelineFailed',
        Cause: failureCause('$caughtError', '$caughtFailedState'),
      })),
    ),
})
  .task('HelloWorld', () => task({ Resource: String(parameters.lambdaArn) }), {
    retry: lambdaRetry,
    TimeoutSeconds: minutes,
  })
  .task(
    'Extract from MySQL',
    () =>
      task({
        Resource: String(parameters.MySQLLambdaArn),
        Arguments: {
          tables: sourceTables.map(({ name }) => name),
          // The same in every retry of this execution; the exporter takes fewer characters than an execution's name may have.
          runId: `{% $replace($states.context.Execution.Name, /[^A-Za-z0-9_:.-]/, '-') %}`,
        },
      }),
    { retry: exportRetry, TimeoutSeconds: 16 * minutes }, // a function runs for 15 minutes at most
  )
  .task('Create Athena DB', () => run(statements.createDatabase), { ...ddl, assign: () => ({ tablesCreated: false }) })
  .task('Show tables', () => run(statements.showTables), ddl)
  .task(
    'Get Show tables query results',
    ({ results }) =>
      athena.getQueryResults({ QueryExecutionId: results['Show tables'].QueryExecution.QueryExecutionId }),
    {
      retry: athenaRetry,
      TimeoutSeconds: minutes,
      // SHOW TABLES has no header row.
      assign: ({ result }) => ({ tables: pluck(result.ResultSet.Rows, (row) => row.Data[0].VarCharValue) }),
    },
  )
  .choice('Decide what next', (when) =>
    when
      .if(
        ({ vars }) => containsAll(vars.tables, tableNames),
        (complete) => complete,
        { Comment: 'every table exists' },
      )
      .if(
        ({ vars }) => not(vars.tablesCreated),
        (missing) =>
          missing
            .task('Create users table (external)', () => run(statements.createUsers), ddl)
            .task('Create transactions table (external)', () => run(statements.createTransactions), ddl)
            .task('Create report table (parquet)', () => run(statements.createReport), {
              ...ddl,
              assign: () => ({ tablesCreated: true }),
            })
            .goto({ to: 'Show tables' }),
      )
      // Created in this run, and still not there: creating them again would go on for ever.
      .otherwise((hidden) =>
        hidden.fail('Tables missing', () => ({
          Error: 'TablesMissing',
          Cause: `{% 'Athena created the tables but does not list: ' & $join(${missing}, ', ') %}`,
        })),
      ),
  )
  .map(
    'Check All Tables',
    ({ vars }) => vars.tables,
    (each) =>
      each.choice('CheckTable', (when) =>
        when
          .if(
            ({ item }) => eq(item, userTransactions.name),
            (report) =>
              report.task('Insert New parquet Data', () => run(statements.mergeReport), {
                retry: statementRetry,
                TimeoutSeconds: 60 * minutes,
                catch: (on) =>
                  on.error(['States.ALL'], (failed) =>
                    failed.fail('Report not loaded', () => ({
                      Error: 'ReportNotLoaded',
                      Cause: failureCause(
                        '$insertNewParquetDataError',
                        `'Insert New parquet Data'`,
                        mergeHint(userTransactions.name),
                      ),
                    })),
                  ),
              }),
          )
          .otherwise((other) => other.pass('passstep', () => 'NA')),
      ),
    { MaxConcurrency: 1 }, // two MERGEs into one Iceberg table would conflict
  )
  .build()
