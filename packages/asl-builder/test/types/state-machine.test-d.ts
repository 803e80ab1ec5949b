import { athena, lambda, stateMachine, task } from 'asl-builder'
import * as z from 'zod'

const extract = lambda.fn('${ExtractArn}', {
  input: z.object({ day: z.string(), rows: z.number() }),
  output: z.object({}),
})

// ---- what compiles
stateMachine({
  QueryLanguage: 'JSONata',
  StartAt: 'Extract',
  States: {
    Extract: {
      Type: 'Task',
      ...lambda.invoke(extract, { day: '2026-01-01', rows: '{% $states.input.rows %}' }),
      Next: 'Query',
    },
    Query: {
      Type: 'Task',
      ...athena.startQueryExecution.sync({ QueryString: 'SELECT 1', WorkGroup: '{% $states.input.workGroup %}' }),
      Retry: [{ ErrorEquals: ['Athena.TooManyRequestsException'], MaxAttempts: 5, JitterStrategy: 'FULL' }],
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
      Next: 'Each',
    },
    Each: {
      Type: 'Map',
      Items: '{% $states.input.rows %}',
      ItemProcessor: {
        StartAt: 'Look',
        States: {
          Look: {
            Type: 'Choice',
            Choices: [{ Condition: '{% $states.input.x = 1 %}', Next: 'Other' }],
            Default: 'Done',
          },
          Other: { Type: 'Task', ...task({ Resource: 'arn:aws:states:::sns:publish', Arguments: {} }), End: true },
          Done: { Type: 'Succeed' },
        },
      },
      Next: 'Both',
    },
    Both: {
      Type: 'Parallel',
      Branches: [
        { StartAt: 'Left', States: { Left: { Type: 'Pass', End: true } } },
        { StartAt: 'Right', States: { Right: { Type: 'Wait', Seconds: '${Seconds}', End: true } } },
      ],
      End: true,
    },
    'Give up': { Type: 'Fail', Error: 'Failed' },
  },
})
stateMachine({
  StartAt: 'Get',
  States: {
    Get: {
      Type: 'Task',
      ...athena.getQueryResults.parameters({
        'QueryExecutionId.$': '$.QueryExecution.QueryExecutionId',
        MaxResults: 10,
      }),
      End: true,
    },
  },
})

// ---- targets
stateMachine({
  // @ts-expect-error Type '"Extrct"' is not assignable to type '"Extract" | "Load"'. Did you mean '"Extract"'?
  StartAt: 'Extrct',
  States: {
    // @ts-expect-error Did you mean '"Load"'?
    Extract: { Type: 'Pass', Next: 'Lod' },
    Load: {
      Type: 'Task',
      Resource: '${LoadArn}',
      // @ts-expect-error Did you mean '"Extract"'?
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'extract' }],
      End: true,
    },
  },
})
stateMachine({
  StartAt: 'Decide',
  States: {
    Decide: {
      Type: 'Choice',
      // @ts-expect-error Did you mean '"Done"'?
      Choices: [{ Variable: '$.x', IsPresent: true, Next: 'Don' }],
      // @ts-expect-error Type '"Elsewhere"' is not assignable to type
      Default: 'Elsewhere',
    },
    Done: { Type: 'Succeed' },
  },
})
stateMachine({
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      ItemProcessor: {
        StartAt: 'Inside',
        States: {
          // @ts-expect-error Type '"After"' is not assignable to type '"Inside" | "Nested" | undefined'.
          Inside: { Type: 'Pass', Next: 'After' },
          Nested: {
            Type: 'Parallel',
            Branches: [
              // @ts-expect-error Did you mean '"Deeper"'?
              { StartAt: 'Deep', States: { Deep: { Type: 'Pass', Next: 'Deper' }, Deeper: { Type: 'Succeed' } } },
              // @ts-expect-error Type '"Deeper"' is not assignable to type '"Beside"'.
              { StartAt: 'Deeper', States: { Beside: { Type: 'Succeed' } } },
            ],
            End: true,
          },
        },
      },
      Next: 'After',
    },
    After: { Type: 'Succeed' },
  },
})

// ---- fields
stateMachine({
  StartAt: 'A',
  States: {
    // @ts-expect-error 'Comments' does not exist in type
    A: { Type: 'Pass', Comments: 'x', Next: 'B' },
    // @ts-expect-error Type '"60"' is not assignable to type
    B: { Type: 'Task', Resource: 'r', TimeoutSeconds: '60', Next: 'C' },
    // @ts-expect-error Property 'Resource' is missing
    C: { Type: 'Task', Next: 'D' },
    // @ts-expect-error 'MaxAttemps' does not exist in type
    D: { Type: 'Task', Resource: 'r', Retry: [{ ErrorEquals: ['States.ALL'], MaxAttemps: 1 }], Next: 'E' },
    // @ts-expect-error Type '"Sucess"' is not assignable to type
    E: { Type: 'Sucess' },
  },
})

// ---- parameters
// @ts-expect-error Property 'QueryString' is missing in type
athena.startQueryExecution.sync({ WorkGroup: 'primary' })
// @ts-expect-error Did you mean to write 'WorkGroup'?
athena.startQueryExecution({ QueryString: 'SELECT 1', Workgroup: 'primary' })
// @ts-expect-error Did you mean to write 'OutputLocation'?
athena.startQueryExecution({ QueryString: 'SELECT 1', ResultConfiguration: { OutputLocatoin: 's3://b/' } })
// @ts-expect-error Type '"10"' is not assignable to type
athena.getQueryResults({ QueryExecutionId: 'q', MaxResults: '10' })
// @ts-expect-error Property 'sync' does not exist on type
athena.getQueryResults.sync({ QueryExecutionId: 'q' })
// @ts-expect-error QueryExecutionID.$'' does not exist in type
athena.getQueryResults.parameters({ 'QueryExecutionID.$': '$.id' })
// @ts-expect-error Property 'rows' is missing in type
lambda.invoke(extract, { day: '2026-01-01' })
// @ts-expect-error Type '"3"' is not assignable to type
lambda.invoke(extract, { day: '2026-01-01', rows: '3' })
// @ts-expect-error 'dya' does not exist in type
lambda.invoke(extract, { dya: '2026-01-01', rows: 3 })
