import { z } from 'zod'
import { orExpression, type OrExpression, type PayloadTemplate } from './expression.js'
import { limits } from './limits.js'

/** How a Map runs its iterations. `DISTRIBUTED` starts a child execution for each and needs `ExecutionType`. */
export interface ProcessorConfig {
  /** Default `INLINE`. */
  Mode?: 'INLINE' | 'DISTRIBUTED'
  ExecutionType?: 'STANDARD' | 'EXPRESS'
}
const processorConfig = z.strictObject({
  Mode: z.enum(['INLINE', 'DISTRIBUTED']).exactOptional(),
  ExecutionType: z.enum(['STANDARD', 'EXPRESS']).exactOptional(),
})
export const ProcessorConfig: z.ZodType<ProcessorConfig> = processorConfig

/** How the object that an `ItemReader` reads becomes items. */
export interface ReaderConfig {
  /** Required with `getObject`, unless `ManifestType` is `S3_INVENTORY`. */
  InputType?: 'CSV' | 'JSON' | 'JSONL' | 'PARQUET' | 'MANIFEST'
  /** `listObjectsV2` only: `LOAD_AND_FLATTEN` reads the listed objects too. Default `NONE`. */
  Transformation?: 'NONE' | 'LOAD_AND_FLATTEN'
  ManifestType?: 'ATHENA_DATA' | 'S3_INVENTORY'
  /** Default `COMMA`. */
  CSVDelimiter?: 'COMMA' | 'PIPE' | 'SEMICOLON' | 'SPACE' | 'TAB'
  CSVHeaderLocation?: 'FIRST_ROW' | 'GIVEN'
  CSVHeaders?: readonly string[]
  /** JSON only: a JSON Pointer below 2000 characters to the array or object. */
  ItemsPointer?: string
  /** At most 100 000 000. Default: all. */
  MaxItems?: OrExpression<number>
  /** JSONPath: a Reference Path to the number. */
  MaxItemsPath?: string
}
const readerConfig = z.strictObject({
  InputType: z.enum(['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST']).exactOptional(),
  Transformation: z.enum(['NONE', 'LOAD_AND_FLATTEN']).exactOptional(),
  ManifestType: z.enum(['ATHENA_DATA', 'S3_INVENTORY']).exactOptional(),
  CSVDelimiter: z.enum(['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB']).exactOptional(),
  CSVHeaderLocation: z.enum(['FIRST_ROW', 'GIVEN']).exactOptional(),
  CSVHeaders: z.array(z.string()).exactOptional(),
  ItemsPointer: z.string().max(limits.itemsPointerCharacters).exactOptional(),
  MaxItems: orExpression(z.int()).exactOptional(), // AWS takes 0, negative and huge numbers at creation (recorded)
  MaxItemsPath: z.string().exactOptional(),
})
export const ReaderConfig: z.ZodType<ReaderConfig> = readerConfig

/**
 * Where a distributed Map's items come from.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export interface ItemReader {
  /** `arn:aws:states:::s3:getObject` or `arn:aws:states:::s3:listObjectsV2`. */
  Resource: string
  /** JSONPath. */
  Parameters?: PayloadTemplate
  /** JSONata. */
  Arguments?: unknown
  ReaderConfig?: ReaderConfig
}
const itemReader = z.strictObject({
  Resource: z.string(),
  Parameters: z.unknown().exactOptional(),
  Arguments: z.unknown().exactOptional(),
  ReaderConfig: readerConfig.exactOptional(),
})
export const ItemReader: z.ZodType<ItemReader> = itemReader

/**
 * Gives each child execution a batch, `{ BatchInput?, Items }`; needs a limit by number or by bytes.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itembatcher.html
 */
export interface ItemBatcher {
  MaxItemsPerBatch?: OrExpression<number>
  MaxItemsPerBatchPath?: string
  /** At most 262 144. */
  MaxInputBytesPerBatch?: OrExpression<number>
  MaxInputBytesPerBatchPath?: string
  BatchInput?: unknown
}
const itemBatcher = z.strictObject({
  MaxItemsPerBatch: orExpression(z.int().min(1)).exactOptional(),
  MaxItemsPerBatchPath: z.string().exactOptional(),
  MaxInputBytesPerBatch: orExpression(z.int().min(1).max(limits.batchBytes)).exactOptional(),
  MaxInputBytesPerBatchPath: z.string().exactOptional(),
  BatchInput: z.unknown().exactOptional(),
})
export const ItemBatcher: z.ZodType<ItemBatcher> = itemBatcher

/** What a `ResultWriter` makes of the children's outputs. */
export interface WriterConfig {
  /** `NONE` keeps each execution's metadata, `COMPACT` the outputs, `FLATTEN` the outputs with arrays flattened once. */
  Transformation?: 'NONE' | 'COMPACT' | 'FLATTEN'
  OutputType?: 'JSON' | 'JSONL'
}
const writerConfig = z.strictObject({
  Transformation: z.enum(['NONE', 'COMPACT', 'FLATTEN']).exactOptional(),
  OutputType: z.enum(['JSON', 'JSONL']).exactOptional(),
})
export const WriterConfig: z.ZodType<WriterConfig> = writerConfig

/**
 * Where a distributed Map's results go: `WriterConfig` alone, `Resource` with its parameters, or all of them.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export interface ResultWriter {
  /** `arn:aws:states:::s3:putObject`. */
  Resource?: string
  /** JSONPath: `{ Bucket, Prefix }`. */
  Parameters?: PayloadTemplate
  /** JSONata: `{ Bucket, Prefix }`. */
  Arguments?: unknown
  WriterConfig?: WriterConfig
}
const resultWriter = z.strictObject({
  Resource: z.string().exactOptional(),
  Parameters: z.unknown().exactOptional(),
  Arguments: z.unknown().exactOptional(),
  WriterConfig: writerConfig.exactOptional(),
})
export const ResultWriter: z.ZodType<ResultWriter> = resultWriter
