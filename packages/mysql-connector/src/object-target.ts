/** Where a table's objects go: a bucket, or a folder that stands for one. */
export interface ObjectTarget {
  /**
   * Starts a new object `prefix + name`, which replaces everything below the prefix. Readers see the former objects until
   * it is published.
   */
  replace(prefix: string, name: string): Promise<Replacement>
  /** Says where, for logs. */
  readonly description: string
  /** Makes an object of parts that somebody else wrote to the same bucket. Only buckets can. */
  readonly adopt?: {
    staging(runId: string, table: string): Staging
    /** Removes what lies there, after a failure. */
    clear(staging: Staging): Promise<void>
    /** The parts that the staging's manifest lists, as one object that has yet to be completed and published. */
    parts(
      prefix: string,
      name: string,
      staging: Staging,
      hasRows: boolean,
    ): Promise<{ replacement: Replacement; bytes: number }>
  }
}

/** Where parts are written before they become a table's object. */
export interface Staging {
  /** The start of the parts' keys; outside of every table's prefix. */
  key: string
  /** The same as Aurora takes it: `s3-region://bucket/key`. */
  uri: string
}

/** An object in the making. Exactly one of `publish` and `discard` ends it. */
export interface Replacement {
  /** Takes the next bytes; resolves when more may come and the buffer may be used again. */
  write(bytes: Buffer): Promise<void>
  /** Stores what is not stored yet. After it, publishing is one short step. */
  complete(): Promise<void>
  /**
   * Removes whatever else lies below the prefix, then makes the object visible, whole, in one step. In this order no
   * reader sees old rows beside new ones.
   *
   * @returns The keys now below the prefix.
   */
  publish(): Promise<string[]>
  /** Leaves everything as it was; does not throw. */
  discard(): Promise<void>
}
