import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  CreateMultipartUploadCommand,
  DeleteObjectsCommand,
  GetObjectCommand,
  HeadObjectCommand,
  ListObjectsV2Command,
  UploadPartCommand,
  UploadPartCopyCommand,
  type S3Client,
} from '@aws-sdk/client-s3'

interface Upload {
  key: string
  parts: Map<number, Buffer>
}

/** Keys of a page of a listing: few, so that paging is always exercised. */
const pageKeys = 2

/**
 * The part of S3 that the connector uses, in memory, with S3's rules: an upload is invisible until it is completed, only its
 * last part may be small, part numbers ascend, deleting is not atomic, listings come in pages.
 */
export class FakeS3 {
  readonly objects = new Map<string, Buffer>()
  readonly uploads = new Map<string, Upload>()
  /** What a reader saw after each change: key and content of every object. */
  readonly seen: Record<string, string>[] = []
  readonly calls: string[] = []
  /** Called before each call; throws to make it fail. */
  before: (operation: string) => void | Promise<void> = () => undefined
  #ids = 0

  get client(): S3Client {
    return {
      send: (command: object, options?: { abortSignal?: AbortSignal }) =>
        Promise.race([this.#send(command), rejection(options?.abortSignal)]),
    } as unknown as S3Client
  }

  put(key: string, text: string): void {
    this.objects.set(key, Buffer.from(text))
  }

  #look(): void {
    this.seen.push(Object.fromEntries([...this.objects].map(([key, bytes]) => [key, bytes.toString()])))
  }

  async #send(command: object): Promise<unknown> {
    const operation = command.constructor.name.replace(/Command$/, '')
    this.calls.push(operation)
    await this.before(operation)
    if (command instanceof CreateMultipartUploadCommand) {
      const id = `upload-${(this.#ids += 1)}`
      this.uploads.set(id, { key: command.input.Key!, parts: new Map() })
      return { UploadId: id }
    }
    if (command instanceof UploadPartCommand) {
      const bytes = Buffer.from(command.input.Body as Buffer)
      return this.#part(command.input.UploadId!, command.input.PartNumber!, bytes)
    }
    if (command instanceof UploadPartCopyCommand) {
      const [, ...key] = decodeURIComponent(command.input.CopySource!).split('/')
      const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(command.input.CopySourceRange!)!
      const bytes = this.#object(key.join('/')).subarray(Number(first), Number(last) + 1)
      return { CopyPartResult: this.#part(command.input.UploadId!, command.input.PartNumber!, bytes) }
    }
    if (command instanceof CompleteMultipartUploadCommand) return this.#complete(command.input)
    if (command instanceof AbortMultipartUploadCommand) {
      this.#upload(command.input.UploadId!)
      this.uploads.delete(command.input.UploadId!)
      return {}
    }
    if (command instanceof ListObjectsV2Command) {
      const all = [...this.objects.keys()].filter((key) => key.startsWith(command.input.Prefix!)).sort()
      const after = command.input.ContinuationToken
      const rest = after === undefined ? all : all.filter((key) => key > after)
      const page = rest.slice(0, pageKeys)
      return {
        Contents: page.map((Key) => ({ Key })),
        IsTruncated: rest.length > pageKeys,
        NextContinuationToken: page.at(-1),
      }
    }
    if (command instanceof DeleteObjectsCommand) {
      for (const { Key } of command.input.Delete!.Objects!) {
        this.objects.delete(Key!)
        this.#look()
      }
      return {}
    }
    if (command instanceof HeadObjectCommand) return { ContentLength: this.#object(command.input.Key!).length }
    if (command instanceof GetObjectCommand) {
      const bytes = this.#object(command.input.Key!)
      const Body = Object.assign(
        (async function* () {
          yield bytes
        })(),
        { transformToString: async () => bytes.toString() },
      )
      return { Body }
    }
    throw new Error(`The fake has no ${operation}`)
  }

  #part(id: string, number: number, bytes: Buffer) {
    this.#upload(id).parts.set(number, bytes)
    return { ETag: `"${id}-${number}-${bytes.length}"` }
  }

  #complete(input: CompleteMultipartUploadCommand['input']) {
    const upload = this.#upload(input.UploadId!)
    const listed = input.MultipartUpload!.Parts!
    const parts = listed.map(({ PartNumber, ETag }, index) => {
      if (PartNumber! <= (listed[index - 1]?.PartNumber ?? 0)) throw named('InvalidPartOrder')
      const bytes = upload.parts.get(PartNumber!)
      if (!bytes || ETag !== `"${input.UploadId}-${PartNumber}-${bytes.length}"`) throw named('InvalidPart')
      if (index < listed.length - 1 && bytes.length < 5 << 20) throw named('EntityTooSmall')
      return bytes
    })
    if (parts.length === 0) throw named('MalformedXML')
    this.objects.set(upload.key, Buffer.concat(parts))
    this.uploads.delete(input.UploadId!)
    this.#look()
    return {}
  }

  #upload(id: string): Upload {
    const upload = this.uploads.get(id)
    if (!upload) throw named('NoSuchUpload')
    return upload
  }

  #object(key: string): Buffer {
    const bytes = this.objects.get(key)
    if (!bytes) throw named('NoSuchKey')
    return bytes
  }
}

/** Rejects once a call is broken off, as the client does. */
function rejection(signal: AbortSignal | undefined): Promise<never> {
  return new Promise((_resolve, reject) => {
    const abort = () => reject(named('AbortError'))
    if (signal?.aborted) abort()
    signal?.addEventListener('abort', abort, { once: true })
  })
}

function named(name: string): Error {
  return Object.assign(new Error(`S3 says ${name}`), { name })
}
