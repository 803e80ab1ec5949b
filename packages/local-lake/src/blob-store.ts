/** What a store knows of an object without reading it. */
export interface BlobInfo {
  /** `s3://bucket/key`. */
  readonly address: string
  /** Bytes. */
  readonly size: number
  readonly lastModified: Date
}

/**
 * Objects in buckets, addressed as `s3://bucket/key`. What Lambda functions and the lake need of S3, and no more.
 * A reader sees an object as it was before a `put` or as it is after, never a part.
 */
export interface BlobStore {
  /** Writes an object whole, replacing the one there. If `body` throws, nothing is written. */
  put(address: string, body: Uint8Array | AsyncIterable<Uint8Array>): Promise<BlobInfo>
  /** The bytes of an object, as a stream. @throws {BlobNotFoundError} on the first read if there is none. */
  get(address: string): AsyncIterable<Uint8Array>
  /** @returns undefined if there is no such object. */
  head(address: string): Promise<BlobInfo | undefined>
  /** All objects whose address begins with this text, in the order of their keys' UTF-8 bytes. */
  list(prefix: string): AsyncIterable<BlobInfo>
  /** Removes an object; one that is not there is no error, as in S3. */
  delete(address: string): Promise<void>
  /** @throws {BlobNotFoundError} if there is nothing to copy. */
  copy(from: string, to: string): Promise<void>
}

export class BlobNotFoundError extends Error {
  override readonly name = 'BlobNotFoundError'

  constructor(address: string) {
    super(`There is no object ${address}.`)
  }
}

/** An address this store cannot take; the message says why. */
export class BlobAddressError extends Error {
  override readonly name = 'BlobAddressError'
}

/** `s3://bucket/key` in its two parts. @throws {BlobAddressError} */
export function splitAddress(address: string): { bucket: string; key: string } {
  const [, bucket, key] = /^s3:\/\/([^/]+)\/?([^]*)$/.exec(address) ?? []
  if (bucket === undefined || key === undefined)
    throw new BlobAddressError(`"${address}" is not an S3 address (s3://bucket/key).`)
  // The characters of a bucket's name by S3's rules; a name of only dots would leave the folder.
  if (!/^[a-z0-9][a-z0-9._-]{1,61}[a-z0-9]$/i.test(bucket))
    throw new BlobAddressError(`"${bucket}" in "${address}" is not a bucket name.`)
  return { bucket, key }
}
