import type { WireEvent } from './fake-step-functions.js'

const task = { resourceType: 'athena', resource: 'startQueryExecution.sync' }
const entered = (kind: string, name: string, more: object = {}): WireEvent => ({
  type: `${kind}StateEntered`,
  stateEnteredEventDetails: { name, input: '{"secret":"not shown"}' },
  ...more,
})
const exited = (kind: string, name: string, more: object = {}): WireEvent => ({
  type: `${kind}StateExited`,
  stateExitedEventDetails: { name, output: '{"secret":"not shown"}' },
  ...more,
})

/** A run whose first try of a query is throttled and whose Map runs two iterations at the same time. */
export const succeeded: WireEvent[] = [
  { type: 'ExecutionStarted', previousEventId: 0, executionStartedEventDetails: { input: '{}' } },
  entered('Task', 'Show tables', { previousEventId: 0 }),
  { type: 'TaskScheduled', taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters: '{}' } },
  { type: 'TaskStarted', taskStartedEventDetails: task },
  {
    type: 'TaskFailed',
    taskFailedEventDetails: { ...task, error: 'Athena.TooManyRequestsException', cause: 'Rate exceeded' },
  },
  { type: 'TaskScheduled', taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters: '{}' } },
  { type: 'TaskStarted', taskStartedEventDetails: task },
  { type: 'TaskSubmitted', taskSubmittedEventDetails: { ...task, output: '{}' } },
  { type: 'TaskSucceeded', taskSucceededEventDetails: { ...task, output: '{}' } },
  exited('Task', 'Show tables'),
  entered('Map', 'Check All Tables'), // 11
  { type: 'MapStateStarted', mapStateStartedEventDetails: { length: 2 } },
  {
    type: 'MapIterationStarted',
    previousEventId: 12,
    mapIterationStartedEventDetails: { name: 'Check All Tables', index: 0 },
  },
  {
    type: 'MapIterationStarted',
    previousEventId: 12,
    mapIterationStartedEventDetails: { name: 'Check All Tables', index: 1 },
  },
  entered('Choice', 'CheckTable', { previousEventId: 13 }), // 15
  entered('Choice', 'CheckTable', { previousEventId: 14 }),
  exited('Choice', 'CheckTable', { previousEventId: 16 }),
  exited('Choice', 'CheckTable', { previousEventId: 15 }),
  entered('Pass', 'passstep', { previousEventId: 17 }),
  exited('Pass', 'passstep'),
  { type: 'MapIterationSucceeded', mapIterationSucceededEventDetails: { name: 'Check All Tables', index: 1 } }, // 21
  entered('Task', 'Insert New parquet Data', { previousEventId: 18 }),
  { type: 'TaskSucceeded', taskSucceededEventDetails: { ...task, output: '{}' } },
  exited('Task', 'Insert New parquet Data'),
  { type: 'MapIterationSucceeded', mapIterationSucceededEventDetails: { name: 'Check All Tables', index: 0 } },
  { type: 'MapStateSucceeded' },
  exited('Map', 'Check All Tables'),
  { type: 'ExecutionSucceeded', executionSucceededEventDetails: { output: '{}' } },
]

/** What a Lambda function that failed gives as its cause. */
export const lambdaCause = JSON.stringify({
  errorType: 'SourceUnavailable',
  errorMessage: 'MySQL does not answer: connect ETIMEDOUT',
  trace: ['Error: MySQL does not answer', '    at connect (/var/task/index.js:1:1)'],
})

/** A run whose function fails; the error is caught and leads to a Fail state. */
export const failed: WireEvent[] = [
  { type: 'ExecutionStarted', previousEventId: 0, executionStartedEventDetails: { input: '{}' } },
  entered('Task', 'Extract from MySQL', { previousEventId: 0 }),
  { type: 'TaskScheduled', taskScheduledEventDetails: { ...task, region: 'eu-west-1', parameters: '{}' } },
  { type: 'TaskStarted', taskStartedEventDetails: task },
  {
    type: 'TaskFailed',
    taskFailedEventDetails: {
      resourceType: 'lambda',
      resource: 'invoke',
      error: 'SourceUnavailable',
      cause: lambdaCause,
    },
  },
  exited('Task', 'Extract from MySQL'),
  entered('Fail', 'Pipeline failed'),
  { type: 'ExecutionFailed', executionFailedEventDetails: { error: 'SourceUnavailable', cause: lambdaCause } },
]
