import { createGzip, type Gzip } from 'node:zlib'
import type { Replacement } from './object-target.js'

/** A replacement that compresses what it is given. */
export function gzipped(into: Replacement): Replacement {
  const gzip = createGzip({ level: 6 })
  let stored: Promise<void> = Promise.resolve()
  gzip.on('data', (chunk: Buffer) => {
    stored = stored.then(() => into.write(chunk))
    stored.catch(() => undefined) // the next write tells
  })
  return {
    async write(bytes) {
      await processed(gzip, bytes)
      await stored
    },
    async complete() {
      await new Promise<void>((resolve, reject) => gzip.once('end', resolve).once('error', reject).end())
      await stored
      await into.complete()
    },
    publish: () => into.publish(),
    async discard() {
      gzip.destroy()
      await into.discard()
    },
  }
}

function processed(gzip: Gzip, bytes: Buffer): Promise<void> {
  return new Promise((resolve, reject) => gzip.write(bytes, (error) => (error ? reject(error) : resolve())))
}
