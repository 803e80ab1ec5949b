import type * as sdk from '@aws-sdk/client-athena'
import type {
  GetQueryExecutionResult,
  GetQueryResultsParameters,
  GetQueryResultsResult,
  QueryExecutionParameters,
  StartQueryExecutionParameters,
  StartQueryExecutionResult,
} from 'asl-builder/services/athena'

// The plain types hold what the SDK's hold, name by name and value by value; only what is required and how times are written differ:
// the SDK makes everything optional and its clients turn times into Date, where a state machine sees a number.

type Plain<Shape> = Shape extends Date
  ? number
  : Shape extends readonly (infer Element)[]
    ? Plain<Element>[]
    : Shape extends object
      ? { [Key in Exclude<keyof Shape, '$metadata'>]-?: Plain<Exclude<Shape[Key], undefined>> }
      : Shape

type Same<Left, Right> =
  (<Value>() => Value extends Left ? 1 : 2) extends <Value>() => Value extends Right ? 1 : 2
    ? true
    : { left: Left; right: Right }

const same = <_ extends true>(): void => {}

same<Same<Plain<StartQueryExecutionParameters>, Plain<sdk.StartQueryExecutionInput>>>()
same<Same<Plain<StartQueryExecutionResult>, Plain<sdk.StartQueryExecutionOutput>>>()
same<Same<Plain<GetQueryResultsParameters>, Plain<sdk.GetQueryResultsInput>>>()
same<Same<Plain<GetQueryResultsResult>, Plain<sdk.GetQueryResultsOutput>>>()
same<Same<Plain<QueryExecutionParameters>, Plain<sdk.GetQueryExecutionInput>>>()
same<Same<Plain<QueryExecutionParameters>, Plain<sdk.StopQueryExecutionInput>>>()
same<Same<Plain<GetQueryExecutionResult>, Plain<sdk.GetQueryExecutionOutput>>>()

// A shape that differs in one name does not pass.
// @ts-expect-error does not satisfy the constraint 'true'
same<Same<Plain<Omit<GetQueryResultsParameters, 'NextToken'>>, Plain<sdk.GetQueryResultsInput>>>()
