import { athena, stateMachine } from 'asl-builder'

/** A query and its first page of rows, in JSONata. */
export const jsonata = stateMachine({
  QueryLanguage: 'JSONata',
  StartAt: 'Query',
  States: {
    Query: {
      Type: 'Task',
      ...athena.startQueryExecution.sync({ QueryString: '{% $states.input.sql %}', WorkGroup: 'primary' }),
      Next: 'Get rows',
    },
    'Get rows': {
      Type: 'Task',
      ...athena.getQueryResults({
        QueryExecutionId: '{% $states.input.QueryExecution.QueryExecutionId %}',
        MaxResults: 100,
      }),
      Output: { rows: '{% $states.result.ResultSet.Rows %}' },
      End: true,
    },
  },
}).build()

/** The same in JSONPath. */
export const jsonPath = stateMachine({
  StartAt: 'Query',
  States: {
    Query: {
      Type: 'Task',
      ...athena.startQueryExecution.sync.parameters({ 'QueryString.$': '$.sql', WorkGroup: 'primary' }),
      Next: 'Get rows',
    },
    'Get rows': {
      Type: 'Task',
      ...athena.getQueryResults.parameters({
        'QueryExecutionId.$': '$.QueryExecution.QueryExecutionId',
        MaxResults: 100,
      }),
      ResultSelector: { 'rows.$': '$.ResultSet.Rows' },
      End: true,
    },
  },
}).build()
