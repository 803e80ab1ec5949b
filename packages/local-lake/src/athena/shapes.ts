/**
 * The requests and replies of Athena's API, member for member, as far as this lake fills them. Times are `Date`s, as
 * in the SDK for JavaScript.
 *
 * @see https://docs.aws.amazon.com/athena/latest/APIReference/API_Operations.html
 */

export interface StartQueryExecutionInput {
  QueryString: string
  ClientRequestToken?: string
  QueryExecutionContext?: { Database?: string; Catalog?: string }
  ResultConfiguration?: { OutputLocation?: string; [other: string]: unknown }
  WorkGroup?: string
  ExecutionParameters?: readonly string[]
  [other: string]: unknown
}

export interface StartQueryExecutionOutput {
  QueryExecutionId: string
}

export interface QueryExecutionIdInput {
  QueryExecutionId: string
  [other: string]: unknown
}

export type QueryExecutionState = 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'

export interface AthenaError {
  /** 2: a mistake of the user; 1: of the system. */
  ErrorCategory: number
  ErrorType: number
  Retryable: boolean
  ErrorMessage: string
}

export interface QueryExecutionStatus {
  State: QueryExecutionState
  StateChangeReason?: string
  SubmissionDateTime: Date
  CompletionDateTime?: Date
  AthenaError?: AthenaError
}

export interface QueryExecution {
  QueryExecutionId: string
  Query: string
  StatementType: 'DDL' | 'DML' | 'UTILITY'
  SubstatementType: string
  ResultConfiguration: { OutputLocation: string }
  ResultReuseConfiguration: { ResultReuseByAgeConfiguration: { Enabled: false } }
  QueryExecutionContext: { Database?: string; Catalog?: string }
  Status: QueryExecutionStatus
  Statistics: {
    EngineExecutionTimeInMillis: number
    /** Bytes of all files of the tables the statement names. */
    DataScannedInBytes: number
    TotalExecutionTimeInMillis: number
    QueryQueueTimeInMillis: number
    ServiceProcessingTimeInMillis: number
    ResultReuseInformation: { ReusedPreviousResult: false }
  }
  WorkGroup: string
  EngineVersion: { SelectedEngineVersion: string; EffectiveEngineVersion: string }
}

export interface GetQueryExecutionOutput {
  QueryExecution: QueryExecution
}

export interface GetQueryResultsInput extends QueryExecutionIdInput {
  NextToken?: string
  /** 1 to 1000, the default; the header row counts. */
  MaxResults?: number
}

export interface ColumnInfo {
  CatalogName: string
  SchemaName: string
  TableName: string
  Name: string
  Label: string
  Type: string
  Precision: number
  Scale: number
  Nullable: 'UNKNOWN'
  CaseSensitive: boolean
}

export interface Row {
  /** NULL has no `VarCharValue`. */
  Data: { VarCharValue?: string }[]
}

export interface GetQueryResultsOutput {
  UpdateCount?: number
  ResultSet: { Rows: Row[]; ResultSetMetadata?: { ColumnInfo: ColumnInfo[] } }
  NextToken?: string
}

/** Athena, as far as a lake on one machine has it. */
export interface Athena {
  /** Checks a statement and queues it. Rejects with `InvalidRequestException` what Athena refuses at once. */
  startQueryExecution(input: StartQueryExecutionInput): Promise<StartQueryExecutionOutput>
  getQueryExecution(input: QueryExecutionIdInput): Promise<GetQueryExecutionOutput>
  getQueryResults(input: GetQueryResultsInput): Promise<GetQueryResultsOutput>
  stopQueryExecution(input: QueryExecutionIdInput): Promise<Record<string, never>>
}
