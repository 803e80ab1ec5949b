import { stateMachine } from 'asl-builder'
import { parameters } from '../src/parameters.js'
import { statements, tableNames } from '../src/sql/statements.js'
import { sourceTables, userTransactions } from '../src/tables/tables.js'
import { athenaQuery } from '../src/machines/athena-query.js'
import { failureCause, mergeHint } from '../src/machines/failure-cause.js'
import { athenaRetry, catchAll, exportRetry, lambdaRetry } from '../src/machines/resilience.js'

const failed = 'Pipeline failed'
const ddl = { minutes: 10, failed } as const

/**
 * The pipeline as a document, which the flow is held against: MySQL tables to S3, external tables over the files, and the report kept equal to them.
 *
 * It decides by the names of its own three tables, so nothing else in the database matters. If one is missing, all three
 * are created where they do not exist, and it looks again, once. Then the report is loaded, on the first run too.
 * Every statement may run twice, so a run after a failed one repairs what it left.
 */
export const etlDocument = stateMachine({
  Comment: 'MySQL to S3 to Athena: keeps the Iceberg table user_transactions equal to its sources',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 6 * 60 * 60,
  StartAt: 'HelloWorld',
  States: {
    HelloWorld: {
      Type: 'Task',
      Resource: String(parameters.lambdaArn),
      Output: '{% $states.input %}',
      TimeoutSeconds: 60,
      Retry: lambdaRetry,
      Catch: catchAll(failed),
      Next: 'Extract from MySQL',
    },

    'Extract from MySQL': {
      Type: 'Task',
      Resource: String(parameters.MySQLLambdaArn),
      Arguments: {
        tables: sourceTables.map(({ name }) => name),
        // The same in every retry of this execution; the exporter takes fewer characters than an execution's name may have.
        runId: `{% $replace($states.context.Execution.Name, /[^A-Za-z0-9_:.-]/, '-') %}`,
      },
      TimeoutSeconds: 16 * 60, // a function runs for 15 minutes at most
      Retry: exportRetry,
      Catch: catchAll(failed),
      Next: 'Create Athena DB',
    },

    'Create Athena DB': {
      ...athenaQuery(statements.createDatabase, ddl),
      Assign: { tablesCreated: false },
      Next: 'Show tables',
    },

    'Show tables': { ...athenaQuery(statements.showTables, ddl), Next: 'Get Show tables query results' },

    'Get Show tables query results': {
      Type: 'Task',
      Resource: 'arn:aws:states:::athena:getQueryResults',
      Arguments: { QueryExecutionId: '{% $states.input.QueryExecutionId %}' },
      // SHOW TABLES has no header row. The brackets make a list of one name and of none, too.
      Output: { tables: '{% [$states.result.ResultSet.Rows.Data[0].VarCharValue] %}' },
      TimeoutSeconds: 60,
      Retry: athenaRetry,
      Catch: catchAll(failed),
      Next: 'Decide what next',
    },

    'Decide what next': {
      Type: 'Choice',
      Choices: [
        {
          Condition: `{% $count(${missing()}) = 0 %}`,
          Next: 'Check All Tables',
        },
        // Created in this run, and still not there: creating them again would go on for ever.
        { Condition: '{% $tablesCreated %}', Next: 'Tables missing' },
      ],
      Default: 'Create users table (external)',
    },

    'Create users table (external)': {
      ...athenaQuery(statements.createUsers, ddl),
      Next: 'Create transactions table (external)',
    },

    'Create transactions table (external)': {
      ...athenaQuery(statements.createTransactions, ddl),
      Next: 'Create report table (parquet)',
    },

    'Create report table (parquet)': {
      ...athenaQuery(statements.createReport, ddl),
      Assign: { tablesCreated: true },
      Next: 'Show tables',
    },

    'Check All Tables': {
      Type: 'Map',
      Items: '{% $states.input.tables %}',
      MaxConcurrency: 1, // two MERGEs into one Iceberg table would conflict
      ItemProcessor: {
        ProcessorConfig: { Mode: 'INLINE' },
        StartAt: 'CheckTable',
        States: {
          CheckTable: {
            Type: 'Choice',
            Choices: [
              {
                Condition: `{% $states.input = '${userTransactions.name}' %}`,
                Next: 'Insert New parquet Data',
              },
            ],
            Default: 'passstep',
          },
          'Insert New parquet Data': {
            ...athenaQuery(statements.mergeReport, { minutes: 60, failed: 'Report not loaded' }),
            End: true,
          },
          passstep: { Type: 'Pass', Output: 'NA', End: true },
          'Report not loaded': {
            Type: 'Fail',
            Error: 'ReportNotLoaded',
            Cause: failureCause('$states.input', '$states.input.State', mergeHint(userTransactions.name)),
          },
        },
      },
      Catch: catchAll(failed),
      End: true,
    },

    'Tables missing': {
      Type: 'Fail',
      Error: 'TablesMissing',
      Cause: `{% 'Athena created the tables but does not list: ' & $join(${missing()}, ', ') %}`,
    },

    [failed]: { Type: 'Fail', Error: 'PipelineFailed', Cause: failureCause('$states.input', '$states.input.State') },
  },
}).build()

/** The pipeline's tables that Athena did not list. */
function missing(): string {
  return `[${tableNames.map((name) => `'${name}'`).join(', ')}][$not($ in $states.input.tables)]`
}
