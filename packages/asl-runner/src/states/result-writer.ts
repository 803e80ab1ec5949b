import type { DataFlow, Fields } from '../data-flow.js'
import { Failure } from '../failure.js'
import type { Strand } from '../strand.js'
import { instant } from '../timestamp.js'
import type { S3Store } from '../tasks/s3.js'
import type { EndedChild, WriteResults } from './map-run.js'

/**
 * Compiles `ResultWriter`: what becomes of the children's outputs.
 *
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/input-output-resultwriter.html
 */
export function compileWriter(
  writer: Fields | undefined,
  flow: DataFlow,
  storeOf: (strand: Strand) => S3Store,
): ((strand: Strand, input: unknown) => WriteResults) | undefined {
  if (!writer) return undefined
  const { Transformation, OutputType = 'JSON' } = (writer['WriterConfig'] ?? {}) as Readonly<Record<string, string>>
  if (writer['Resource'] === undefined) {
    return () => (results) => transformed(results.ended.filter(isSuccess), Transformation ?? 'COMPACT')
  }
  const name = flow.isJsonata ? 'Arguments' : 'Parameters'
  const parameters = flow.template(writer[name] ?? {}, `ResultWriter/${name}`)
  return (strand, input) => {
    const { Bucket, Prefix } = parameters(strand, input) as { Bucket: string; Prefix?: string }
    const store = storeOf(strand)
    return async ({ ended, mapRunArn }) => {
      const folder = `${Prefix ? `${Prefix}/` : ''}${mapRunArn.split(':').at(-1)}`
      const files: Record<string, { Key: string; Size: number }[]> = { FAILED: [], PENDING: [], SUCCEEDED: [] }
      const write = async (what: string, items: readonly unknown[]): Promise<void> => {
        if (items.length === 0) return
        const Key = `${folder}/${what}_0.${OutputType.toLowerCase()}`
        const text =
          OutputType === 'JSONL' ? items.map((item) => JSON.stringify(item)).join('\n') : JSON.stringify(items)
        await put(store, Bucket, Key, text)
        files[what]!.push({ Key, Size: Buffer.byteLength(text) })
      }
      await write('SUCCEEDED', transformed(ended.filter(isSuccess), Transformation ?? 'NONE'))
      await write(
        'FAILED',
        transformed(
          ended.filter((child) => !isSuccess(child)),
          'NONE',
        ),
      )
      const Key = `${folder}/manifest.json`
      await put(
        store,
        Bucket,
        Key,
        JSON.stringify({ DestinationBucket: Bucket, MapRunArn: mapRunArn, ResultFiles: files }),
      )
      return { MapRunArn: mapRunArn, ResultWriterDetails: { Bucket, Key } }
    }
  }
}

async function put(store: S3Store, bucket: string, key: string, text: string): Promise<void> {
  try {
    await store.put(bucket, key, text)
  } catch (error) {
    throw new Failure('States.ResultWriterFailed', error instanceof Error ? error.message : String(error))
  }
}

const isSuccess = ({ status }: EndedChild): boolean => status === 'SUCCEEDED'

function transformed(children: readonly EndedChild[], transformation: string): unknown[] {
  if (transformation === 'FLATTEN') return children.flatMap(({ output }) => output)
  if (transformation === 'COMPACT') return children.map(({ output }) => output)
  return children.map((child) => ({
    ExecutionArn: child.arn,
    Input: JSON.stringify(child.input),
    InputDetails: { Included: true },
    Name: child.name,
    ...(child.output !== undefined && { Output: JSON.stringify(child.output), OutputDetails: { Included: true } }),
    ...(child.error !== undefined && { Error: child.error }),
    ...(child.cause !== undefined && { Cause: child.cause }),
    RedriveCount: 0,
    RedriveStatus: 'NOT_REDRIVABLE',
    ...(isSuccess(child) && { RedriveStatusReason: 'Execution is SUCCEEDED and cannot be redriven' }),
    StartDate: instant(child.startTime),
    StateMachineArn: child.arn.replace(':execution:', ':stateMachine:').split(':').slice(0, -1).join(':'),
    Status: child.status,
    StopDate: instant(child.stopTime),
  }))
}
