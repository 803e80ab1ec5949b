import type { Expression } from '../refs/ref.js'
import type { Call, JsonPathCall, Templated } from './call.js'

/*
 * Amazon Athena as Step Functions calls it: plain types after @aws-sdk/client-athena's shapes, so that no SDK is imported.
 * In what comes back, fields that the service always returns are required, and times are numbers (milliseconds since 1970).
 */

/** What {@link athena.startQueryExecution} takes. */
export interface StartQueryExecutionParameters {
  /** One statement, 1 to 262 144 characters. */
  QueryString: string
  /** Makes a repeated call idempotent, 32 to 128 characters. */
  ClientRequestToken?: string
  QueryExecutionContext?: QueryExecutionContext
  ResultConfiguration?: ResultConfiguration
  WorkGroup?: string
  ExecutionParameters?: string[]
  ResultReuseConfiguration?: ResultReuseConfiguration
  EngineConfiguration?: EngineConfiguration
}

/** Where names in a statement are looked up. */
export interface QueryExecutionContext {
  Database?: string
  Catalog?: string
}

/** Where and how results are kept. */
export interface ResultConfiguration {
  /** `s3://bucket/prefix/`. */
  OutputLocation?: string
  EncryptionConfiguration?: EncryptionConfiguration
  ExpectedBucketOwner?: string
  AclConfiguration?: AclConfiguration
}

/** How results are encrypted; the two KMS options need `KmsKey`. */
export interface EncryptionConfiguration {
  EncryptionOption: 'SSE_S3' | 'SSE_KMS' | 'CSE_KMS'
  KmsKey?: string
}

/** Who owns the results. */
export interface AclConfiguration {
  S3AclOption: 'BUCKET_OWNER_FULL_CONTROL'
}

/** Whether an earlier result of the same statement may be returned. */
export interface ResultReuseConfiguration {
  ResultReuseByAgeConfiguration?: ResultReuseByAgeConfiguration
}

/** How old a reused result may be. */
export interface ResultReuseByAgeConfiguration {
  Enabled: boolean
  /** 0 to 10 080. */
  MaxAgeInMinutes?: number
}

/** Capacity of the engine. */
export interface EngineConfiguration {
  CoordinatorDpuSize?: number
  MaxConcurrentDpus?: number
  DefaultExecutorDpuSize?: number
  AdditionalConfigs?: Record<string, string>
  SparkProperties?: Record<string, string>
  Classifications?: Classification[]
}

/** A group of engine properties. */
export interface Classification {
  Name?: string
  Properties?: Record<string, string>
}

/** What {@link athena.getQueryExecution} and {@link athena.stopQueryExecution} take. */
export interface QueryExecutionParameters {
  QueryExecutionId: string
}

/** What {@link athena.getQueryResults} takes. */
export interface GetQueryResultsParameters {
  QueryExecutionId: string
  NextToken?: string
  /** 1 to 1000. */
  MaxResults?: number
  QueryResultType?: 'DATA_MANIFEST' | 'DATA_ROWS'
}

/** What starting a statement returns. */
export interface StartQueryExecutionResult {
  QueryExecutionId: string
}

/** What `.sync` returns: the statement has succeeded. */
export interface StartQueryExecutionSyncResult {
  QueryExecution: SucceededQueryExecution
}

/** A run of a statement that has succeeded: what it took is known. */
export interface SucceededQueryExecution extends QueryExecution {
  Status: SucceededQueryExecutionStatus
  Statistics: SucceededQueryExecutionStatistics
}

/** The end of a statement that has succeeded. */
export interface SucceededQueryExecutionStatus extends QueryExecutionStatus {
  State: 'SUCCEEDED'
  CompletionDateTime: number
}

/** What a statement took that has succeeded. */
export interface SucceededQueryExecutionStatistics extends QueryExecutionStatistics {
  EngineExecutionTimeInMillis: number
  DataScannedInBytes: number
  TotalExecutionTimeInMillis: number
}

/** What describing a statement returns. */
export interface GetQueryExecutionResult {
  QueryExecution: QueryExecution
}

/** One run of a statement. */
export interface QueryExecution {
  QueryExecutionId: string
  Query: string
  StatementType: 'DDL' | 'DML' | 'UTILITY'
  SubstatementType?: string
  ManagedQueryResultsConfiguration?: ManagedQueryResultsConfiguration
  ResultConfiguration: ResultConfiguration
  ResultReuseConfiguration?: ResultReuseConfiguration
  QueryExecutionContext: QueryExecutionContext
  Status: QueryExecutionStatus
  Statistics: QueryExecutionStatistics
  WorkGroup: string
  EngineVersion: EngineVersion
  ExecutionParameters?: string[]
  QueryResultsS3AccessGrantsConfiguration?: QueryResultsS3AccessGrantsConfiguration
}

/** Where a statement stands. */
export interface QueryExecutionStatus {
  State: 'QUEUED' | 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'CANCELLED'
  StateChangeReason?: string
  SubmissionDateTime: number
  CompletionDateTime?: number
  AthenaError?: AthenaError
}

/** Why a statement failed. */
export interface AthenaError {
  /** 1 system, 2 user, 3 other. */
  ErrorCategory?: number
  ErrorType?: number
  Retryable?: boolean
  ErrorMessage?: string
}

/** What a statement cost, times in milliseconds. */
export interface QueryExecutionStatistics {
  EngineExecutionTimeInMillis?: number
  DataScannedInBytes?: number
  DataManifestLocation?: string
  TotalExecutionTimeInMillis?: number
  QueryQueueTimeInMillis?: number
  ServicePreProcessingTimeInMillis?: number
  QueryPlanningTimeInMillis?: number
  ServiceProcessingTimeInMillis?: number
  ResultReuseInformation?: ResultReuseInformation
  DpuCount?: number
}

/** Whether an earlier result was returned. */
export interface ResultReuseInformation {
  ReusedPreviousResult: boolean
}

/** Which engine ran a statement. */
export interface EngineVersion {
  SelectedEngineVersion?: string
  EffectiveEngineVersion?: string
}

/** Results kept by Athena instead of a bucket. */
export interface ManagedQueryResultsConfiguration {
  Enabled: boolean
  EncryptionConfiguration?: ManagedQueryResultsEncryptionConfiguration
}

/** The key for results kept by Athena. */
export interface ManagedQueryResultsEncryptionConfiguration {
  KmsKey: string
}

/** Access to results by S3 Access Grants. */
export interface QueryResultsS3AccessGrantsConfiguration {
  EnableS3AccessGrants: boolean
  CreateUserLevelPrefix?: boolean
  AuthenticationType: 'DIRECTORY_IDENTITY'
}

/** A page of a statement's results. */
export interface GetQueryResultsResult {
  UpdateCount?: number
  ResultSet: ResultSet
  /** Absent on the last page. */
  NextToken?: string
}

/** Rows and columns. A SELECT's first row on the first page is the header; SHOW has none. */
export interface ResultSet {
  Rows: Row[]
  ResultSetMetadata: ResultSetMetadata
}

/** One row, a value a column. */
export interface Row {
  Data: Datum[]
}

/** One value as text; a NULL has no `VarCharValue`. */
export interface Datum {
  VarCharValue?: string
}

/** The columns. */
export interface ResultSetMetadata {
  ColumnInfo: ColumnInfo[]
}

/** One column. */
export interface ColumnInfo {
  CatalogName?: string
  SchemaName?: string
  TableName?: string
  Name: string
  Label?: string
  Type: string
  Precision?: number
  Scale?: number
  Nullable?: 'NOT_NULL' | 'NULLABLE' | 'UNKNOWN'
  CaseSensitive?: boolean
}

/** Parameters in which a typed reference or a raw expression may stand for any value. */
export type ExpressionFields<Parameters> = {
  [Field in keyof Parameters]: Expression<Exclude<Parameters[Field], undefined>>
}

// One interface an action, its fields written out by `extends`: a mapped type alone would be expanded at every call.
interface StartQueryExecution extends ExpressionFields<StartQueryExecutionParameters> {}
interface OfQueryExecution extends ExpressionFields<QueryExecutionParameters> {}
interface GetQueryResults extends ExpressionFields<GetQueryResultsParameters> {}

/** A way to call an action: `action(…)` in a JSONata state, `action.parameters(…)` in a JSONPath state. */
export interface AthenaAction<Written, Parameters, Result> {
  (parameters: Written): Call<Result>
  /** The call for a JSONPath state: constants, and fields looked up under `name.$`. */
  parameters(parameters: Templated<Parameters>): JsonPathCall<Result>
}

/** {@link athena.startQueryExecution}: returns at once, or as `.sync` when the statement is done. */
export interface StartQueryExecutionAction extends AthenaAction<
  StartQueryExecution,
  StartQueryExecutionParameters,
  StartQueryExecutionResult
> {
  /** Waits until the statement has succeeded; a statement that fails fails the state with `States.TaskFailed`. */
  sync: AthenaAction<StartQueryExecution, StartQueryExecutionParameters, StartQueryExecutionSyncResult>
}

function action<Written, Parameters, Result>(name: string): AthenaAction<Written, Parameters, Result> {
  const Resource = `arn:aws:states:::athena:${name}`
  return Object.assign((Arguments: Written): Call<Result> => ({ Resource, Arguments }), {
    parameters: (Parameters: Templated<Parameters>): JsonPathCall<Result> => ({ Resource, Parameters }),
  })
}

/**
 * Calls of Amazon Athena.
 *
 *     athena.startQueryExecution.sync({ QueryString: 'SELECT 1', WorkGroup: 'primary' })
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/connect-athena.html
 */
export const athena: {
  startQueryExecution: StartQueryExecutionAction
  getQueryExecution: AthenaAction<OfQueryExecution, QueryExecutionParameters, GetQueryExecutionResult>
  getQueryResults: AthenaAction<GetQueryResults, GetQueryResultsParameters, GetQueryResultsResult>
  stopQueryExecution: AthenaAction<OfQueryExecution, QueryExecutionParameters, Record<never, never>>
} = {
  startQueryExecution: Object.assign(
    action<StartQueryExecution, StartQueryExecutionParameters, StartQueryExecutionResult>('startQueryExecution'),
    {
      sync: action<StartQueryExecution, StartQueryExecutionParameters, StartQueryExecutionSyncResult>(
        'startQueryExecution.sync',
      ),
    },
  ),
  getQueryExecution: action('getQueryExecution'),
  getQueryResults: action('getQueryResults'),
  stopQueryExecution: action('stopQueryExecution'),
}
