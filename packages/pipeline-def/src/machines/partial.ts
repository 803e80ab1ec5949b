import { stateMachine } from 'asl-builder'
import { parameters } from '../parameters.js'
import { createDatabase, createView, selectAll, showTables } from '../sql/create.js'
import { athenaQuery } from './athena-query.js'
import { failureCause } from './failure-cause.js'
import { athenaRetry, catchAll, lambdaRetry } from './resilience.js'

const failed = 'Pipeline failed'
const ddl = { minutes: 10, failed } as const
const database = parameters.AthenaDatabaseName
const view = 'my_view'

/**
 * The tutorial's second machine: it grows the first one up to the decision, and creates a view if the database has none of
 * that name. The view is a stranger to the whole pipeline, which can be deployed over it.
 */
export const partial = stateMachine({
  Comment: 'Creates a database and a view in Athena, and decides by what is there',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 60 * 60,
  StartAt: 'HelloWorld',
  States: {
    HelloWorld: {
      Type: 'Task',
      Resource: String(parameters.lambdaArn),
      TimeoutSeconds: 60,
      Retry: lambdaRetry,
      Catch: catchAll(failed),
      Next: 'Create Athena DB',
    },
    'Create Athena DB': { ...athenaQuery(createDatabase({ database }), ddl), Next: 'Show tables' },
    'Show tables': {
      ...athenaQuery(showTables(database, [view]), ddl),
      Next: 'Get Show tables query results',
    },
    'Get Show tables query results': {
      Type: 'Task',
      Resource: 'arn:aws:states:::athena:getQueryResults',
      Arguments: { QueryExecutionId: '{% $states.input.QueryExecutionId %}' },
      Output: { tables: '{% [$states.result.ResultSet.Rows.Data[0].VarCharValue] %}' },
      TimeoutSeconds: 60,
      Retry: athenaRetry,
      Catch: catchAll(failed),
      Next: 'Decide what next',
    },
    'Decide what next': {
      Type: 'Choice',
      Choices: [{ Condition: `{% '${view}' in $states.input.tables %}`, Next: 'Check All Tables' }],
      Default: 'Run Create Table Query',
    },
    'Run Create Table Query': { ...athenaQuery(createView({ database, view }), ddl), End: true },
    'Check All Tables': { ...athenaQuery(selectAll({ database, view }), ddl), End: true },
    [failed]: { Type: 'Fail', Error: 'PipelineFailed', Cause: failureCause('$states.input', '$states.input.State') },
  },
}).build()
