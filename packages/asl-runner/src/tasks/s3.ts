/** An object of a bucket. */
export interface S3Object {
  readonly body: string | Uint8Array
  /** Milliseconds since 1970. */
  readonly lastModified?: number
}

/** Objects by bucket and key. */
export type S3Buckets = Readonly<Record<string, Readonly<Record<string, string | Uint8Array>>>>

/** Where S3 objects are: a folder, another library, or memory. */
export interface S3Store {
  get(bucket: string, key: string): S3Object | undefined | Promise<S3Object | undefined>
  put(bucket: string, key: string, body: string | Uint8Array): void | Promise<void>
  /** Keys that begin with `prefix`, in order; `undefined` when there is no such bucket. */
  list(bucket: string, prefix: string): readonly string[] | undefined | Promise<readonly string[] | undefined>
}

/**
 * Buckets in memory.
 *
 * @param now What time objects get that are put.
 */
export function memoryS3(buckets: S3Buckets = {}, now: () => number = () => 0): S3Store {
  const stored = new Map<string, Map<string, S3Object>>()
  for (const [bucket, objects] of Object.entries(buckets)) {
    stored.set(bucket, new Map(Object.entries(objects).map(([key, body]) => [key, { body, lastModified: now() }])))
  }
  return {
    get: (bucket, key) => stored.get(bucket)?.get(key),
    put: (bucket, key, body) => {
      const objects = stored.get(bucket) ?? new Map<string, S3Object>()
      stored.set(bucket, objects.set(key, { body, lastModified: now() }))
    },
    list: (bucket, prefix) => {
      const objects = stored.get(bucket)
      return objects && [...objects.keys()].filter((key) => key.startsWith(prefix)).sort()
    },
  }
}
