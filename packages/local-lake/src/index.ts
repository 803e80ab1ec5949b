/** A data lake on one machine: S3 as a folder, Athena on DuckDB, Iceberg tables on disk. */
export { InvalidRequestException, TooManyRequestsException } from './athena/errors.js'
export type { WorkGroup } from './athena/request.js'
export type {
  Athena,
  AthenaError,
  ColumnInfo,
  GetQueryExecutionOutput,
  GetQueryResultsInput,
  GetQueryResultsOutput,
  QueryExecution,
  QueryExecutionIdInput,
  QueryExecutionState,
  QueryExecutionStatus,
  Row,
  StartQueryExecutionInput,
  StartQueryExecutionOutput,
} from './athena/shapes.js'
export { BlobAddressError, type BlobInfo, BlobNotFoundError, type BlobStore } from './blob-store.js'
export { createLake, type Lake, type LakeOptions, QueryFailedError, type RunOptions } from './lake.js'
export { localFolderStore } from './local-folder-store.js'
export { type S3Calls, s3Store } from './s3-store.js'
export { UnavailableLakeError } from './unavailable-lake-error.js'
