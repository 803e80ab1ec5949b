import { createHash } from 'node:crypto'
import { gunzipSync } from 'node:zlib'
import { Failure } from '../failure.js'
import type { S3Object, S3Store } from '../tasks/s3.js'
import { delimiters, readCsv, rowsOf } from './csv.js'

/** Reads a Parquet file's rows; there is none built in. */
export type ReadParquet = (bytes: Uint8Array) => readonly unknown[] | Promise<readonly unknown[]>

/** An evaluated `ItemReader`. */
export interface ReadRequest {
  readonly resource: string
  readonly parameters: Readonly<Record<string, unknown>>
  readonly config: Readonly<Record<string, unknown>>
  /** Items at most; absent for all. */
  readonly maxItems: number | undefined
}

/** What a reader read, and where it came from (`$$.Map.Item.Source`). */
export interface ReadResult {
  readonly items: readonly unknown[]
  readonly source: string
}

const failed = (cause: string): Failure => new Failure('States.ItemReaderFailed', cause)

/**
 * Reads the items of a distributed Map from S3.
 *
 * @throws {@link Failure} `States.ItemReaderFailed`.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-itemreader.html
 */
export async function readItems(request: ReadRequest, s3: S3Store, readParquet?: ReadParquet): Promise<ReadResult> {
  const { resource, parameters, config, maxItems } = request
  const bucket = String(parameters['Bucket'])
  const reader = new Reader(s3, config, readParquet)
  const isListing = resource.endsWith(':listObjectsV2')
  const items = isListing
    ? await reader.listed(bucket, String(parameters['Prefix'] ?? ''))
    : await reader.object(bucket, String(parameters['Key']))
  if (maxItems !== undefined && maxItems < 0) throw failed('field MaxItems must be positive')
  const isAll = maxItems === undefined || maxItems === 0 || maxItems > 100_000_000
  const source = isListing ? `S3://${bucket}` : `S3://${bucket}/${String(parameters['Key'])}`
  return { items: isAll ? items : items.slice(0, maxItems), source }
}

class Reader {
  private readonly s3: S3Store
  private readonly config: Readonly<Record<string, unknown>>
  private readonly readParquet: ReadParquet | undefined

  constructor(s3: S3Store, config: Readonly<Record<string, unknown>>, readParquet: ReadParquet | undefined) {
    this.s3 = s3
    this.config = config
    this.readParquet = readParquet
  }

  async listed(bucket: string, prefix: string): Promise<unknown[]> {
    const keys = await this.s3.list(bucket, prefix)
    if (!keys) throw noBucket()
    if (this.config['Transformation'] === 'LOAD_AND_FLATTEN') {
      const lists = await Promise.all(keys.map((key) => this.object(bucket, key)))
      return lists.flat()
    }
    return Promise.all(
      keys.map(async (key) => {
        const object = await this.get(bucket, key)
        const bytes = bytesOf(object.body)
        return {
          Etag: `"${createHash('md5').update(bytes).digest('hex')}"`,
          Key: key,
          LastModified: Math.floor((object.lastModified ?? 0) / 1000),
          Size: bytes.length,
          StorageClass: 'STANDARD',
        }
      }),
    )
  }

  async object(bucket: string, key: string): Promise<readonly unknown[]> {
    const bytes = unpacked(bytesOf((await this.get(bucket, key)).body), key)
    const type = this.config['InputType'] ?? (this.config['ManifestType'] === undefined ? 'JSON' : 'MANIFEST')
    switch (type) {
      case 'CSV':
        return this.csv(textOf(bytes))
      case 'JSONL':
        return jsonLines(textOf(bytes))
      case 'PARQUET':
        return this.parquet(bytes)
      case 'MANIFEST':
        return this.inventory(bucket, bytes)
      default:
        if (this.config['ManifestType'] === 'ATHENA_DATA') return this.athenaData(textOf(bytes))
        return this.json(textOf(bytes))
    }
  }

  private async get(bucket: string, key: string): Promise<S3Object> {
    const object = await this.s3.get(bucket, key)
    if (!object) {
      const keys = await this.s3.list(bucket, '')
      throw keys ? failed('The specified key does not exist.') : noBucket()
    }
    return object
  }

  private csv(text: string): Record<string, string>[] {
    const delimiter = delimiters[String(this.config['CSVDelimiter'] ?? 'COMMA')] ?? ','
    const rows = readCsv(text, delimiter)
    const isGiven = this.config['CSVHeaderLocation'] === 'GIVEN'
    const headers = isGiven ? (this.config['CSVHeaders'] as string[]) : (rows.shift() ?? [])
    if (new Set(headers).size < headers.length) throw failed('CSV headers cannot contain duplicates.')
    return rowsOf(rows, headers)
  }

  private json(text: string): unknown[] {
    let value: unknown
    try {
      value = JSON.parse(text)
    } catch {
      throw failed('Attempting to map over non-iterable node.')
    }
    const pointer = this.config['ItemsPointer']
    if (typeof pointer === 'string') value = pointed(value, pointer)
    if (!Array.isArray(value)) throw failed('Attempting to map over non-iterable node.')
    return value
  }

  private async parquet(bytes: Uint8Array): Promise<readonly unknown[]> {
    if (!this.readParquet) throw failed('Pass the option readParquet to read PARQUET here: (bytes) => rows.')
    return this.readParquet(bytes)
  }

  /** An S3 inventory: a manifest of CSV files, whose columns it names. */
  private async inventory(bucket: string, bytes: Uint8Array): Promise<unknown[]> {
    const manifest = JSON.parse(textOf(bytes)) as {
      files?: { key: string }[]
      fileSchema?: string
      destinationBucket?: string
    }
    const headers = (manifest.fileSchema ?? '').split(',').map((name) => name.trim())
    const source = manifest.destinationBucket?.replace(/^arn:[^:]*:s3:::/, '') ?? bucket
    const lists = await Promise.all(
      (manifest.files ?? []).map(async ({ key }) => {
        const object = await this.get(source, key)
        return rowsOf(readCsv(textOf(unpacked(bytesOf(object.body), key))), headers)
      }),
    )
    return lists.flat()
  }

  /** Athena's manifest: a line for each file that a query wrote. */
  private async athenaData(text: string): Promise<unknown[]> {
    const files = text.split('\n').filter((line) => line.trim() !== '')
    const lists = await Promise.all(
      files.map((file) => {
        const [, bucket = '', key = ''] = /^s3:\/\/([^/]+)\/(.+)$/.exec(file.trim()) ?? []
        return new Reader(this.s3, { ...this.config, ManifestType: undefined }, this.readParquet).object(bucket, key)
      }),
    )
    return lists.flat()
  }
}

const noBucket = (): Failure => failed('The specified bucket does not exist')
const bytesOf = (body: string | Uint8Array): Uint8Array => (typeof body === 'string' ? Buffer.from(body) : body)
const textOf = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8')

function unpacked(bytes: Uint8Array, key: string): Uint8Array {
  // AWS reads it; taken for text it would be rows of nonsense.
  if (/\.zstd?$/.test(key)) throw failed(`Zstandard is not read here: store ${key} unpacked, or as .gz.`)
  return key.endsWith('.gz') ? gunzipSync(bytes) : bytes
}

function jsonLines(text: string): unknown[] {
  try {
    return text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line) as unknown)
  } catch {
    throw failed('Attempting to map over non-iterable node.')
  }
}

/** What a JSON Pointer points to; own members only. */
function pointed(value: unknown, pointer: string): unknown {
  let at = value
  for (const token of pointer.split('/').slice(1)) {
    const name = token.replaceAll('~1', '/').replaceAll('~0', '~')
    if (typeof at !== 'object' || at === null || !Object.hasOwn(at, name)) return undefined
    at = (at as Record<string, unknown>)[name]
  }
  return at
}
