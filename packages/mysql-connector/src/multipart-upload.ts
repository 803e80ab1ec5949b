import {
  AbortMultipartUploadCommand,
  CompleteMultipartUploadCommand,
  UploadPartCommand,
  type CompletedPart,
  type S3Client,
} from '@aws-sdk/client-s3'
import type { Replacement } from './object-target.js'
import { callsTo, keysBelow, removeKeys } from './s3-calls.js'

/** Bytes of a part; grows, so that 10,000 parts reach S3's largest object. */
const partBytes = 8 << 20
/** Every so many parts the size grows by another 8 MiB. */
const growsAfterParts = 1000
/** Parts on their way at once. With the one being filled they bound the memory. */
const mostInFlight = 2
/** Milliseconds for an upload to be aborted: the invocation has a few seconds to say why it failed. */
const patience = 2000

/** An object being written part by part. */
export class MultipartUpload implements Replacement {
  readonly #client: S3Client
  readonly #place: { Bucket: string; Key: string; UploadId: string }
  readonly #prefix: string
  readonly #call: ReturnType<typeof callsTo>
  readonly #parts: CompletedPart[] = []
  readonly #inFlight = new Set<Promise<void>>()
  readonly #stop = new AbortController()
  /** Part buffers to be filled again: garbage outside of the heap is collected late. */
  readonly #free: Buffer[] = []
  #part: Buffer | undefined
  #filled = 0
  #failure: unknown

  constructor(at: { client: S3Client; bucket: string; prefix: string; key: string; uploadId: string }) {
    this.#client = at.client
    this.#prefix = at.prefix
    this.#place = { Bucket: at.bucket, Key: at.key, UploadId: at.uploadId }
    this.#call = callsTo(at.bucket)
  }

  async write(bytes: Buffer): Promise<void> {
    for (let taken = 0; taken < bytes.length;) {
      this.#part ??= this.#empty()
      const copied = bytes.copy(this.#part, this.#filled, taken)
      taken += copied
      this.#filled += copied
      if (this.#filled === this.#part.length) await this.#send()
    }
  }

  async complete(): Promise<void> {
    if (this.#filled > 0 || this.#parts.length === 0) await this.#send() // an empty table is one empty part
    await Promise.all(this.#inFlight)
    this.#free.length = 0 // this upload may wait for those of many other tables before it is published
    if (this.#failure !== undefined) throw this.#failure
  }

  /** Adds a part that `store` brings about, given its number and the upload it belongs to. */
  async part(
    store: (
      place: { Bucket: string; Key: string; UploadId: string; PartNumber: number },
      abortSignal: AbortSignal,
    ) => Promise<CompletedPart>,
  ) {
    const part: CompletedPart = { PartNumber: this.#parts.length + 1 }
    this.#parts.push(part)
    const stored = this.#call('UploadPart', this.#place.Key, () =>
      store({ ...this.#place, PartNumber: part.PartNumber! }, this.#stop.signal),
    ).then(
      (result) => void Object.assign(part, result),
      (error: unknown) => void (this.#failure ??= error),
    )
    this.#inFlight.add(stored)
    void stored.finally(() => this.#inFlight.delete(stored))
    while (this.#inFlight.size >= mostInFlight) await Promise.race(this.#inFlight)
    if (this.#failure !== undefined) throw this.#failure
  }

  async publish(): Promise<string[]> {
    const { Key } = this.#place
    await this.#removeSiblings()
    const MultipartUpload = { Parts: this.#parts }
    await this.#call('CompleteMultipartUpload', Key, () =>
      this.#client.send(new CompleteMultipartUploadCommand({ ...this.#place, MultipartUpload })),
    )
    return [Key]
  }

  async discard(): Promise<void> {
    this.#stop.abort()
    await Promise.all(this.#inFlight)
    // What cannot be aborted now is left to the bucket's lifecycle rule for incomplete uploads.
    const abortSignal = AbortSignal.timeout(patience)
    await this.#client.send(new AbortMultipartUploadCommand(this.#place), { abortSignal }).catch(() => undefined)
  }

  #empty(): Buffer {
    const bytes = partBytes * (1 + Math.floor(this.#parts.length / growsAfterParts))
    const free = this.#free.pop()
    return free?.length === bytes ? free : Buffer.allocUnsafeSlow(bytes)
  }

  async #send(): Promise<void> {
    const part = this.#part ?? Buffer.alloc(0)
    const Body = part.subarray(0, this.#filled)
    this.#part = undefined
    this.#filled = 0
    await this.part(async (place, abortSignal) => {
      const command = new UploadPartCommand({ ...place, Body, ContentLength: Body.length, ChecksumAlgorithm: 'CRC32' })
      const { ETag, ChecksumCRC32 } = await this.#client.send(command, { abortSignal })
      this.#free.push(part)
      return { ...(ETag ? { ETag } : {}), ...(ChecksumCRC32 ? { ChecksumCRC32 } : {}) }
    })
  }

  async #removeSiblings(): Promise<void> {
    const { Bucket, Key } = this.#place
    for await (const keys of keysBelow(this.#client, Bucket, this.#prefix)) {
      // A key that is the prefix itself is the empty marker that the console makes for a folder.
      const others = keys.filter((key) => key !== Key && key !== this.#prefix)
      await removeKeys(this.#client, Bucket, others)
    }
  }
}
