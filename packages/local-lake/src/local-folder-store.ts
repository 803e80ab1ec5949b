import { randomUUID } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, readdir, realpath, rename, rm, rmdir, stat } from 'node:fs/promises'
import { dirname, join, sep } from 'node:path'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { BlobAddressError, type BlobInfo, BlobNotFoundError, type BlobStore, splitAddress } from './blob-store.js'
import { syncFile, syncFolder } from './durable-file.js'

/** Unfinished uploads; bucket names do not begin with a dot, so it is nobody's bucket. */
const uploads = '.uploads'

/** Each means that others were faster, one after another. */
const mostAttempts = 100

/**
 * A folder that stands for S3: each bucket is a folder in it, each object a file.
 *
 * A file system is not S3: `a` and `a/b` cannot both be objects, and empty, `.` and `..` path segments, a trailing `/`,
 * backslashes and NUL are refused, with the reason.
 */
export function localFolderStore(folder: string): BlobStore {
  const pathOf = (address: string): Promise<string> => pathInside(folder, address)
  const infoOf = async (address: string): Promise<BlobInfo | undefined> => {
    const found = await stat(await pathOf(address)).catch(() => undefined)
    return found?.isFile() ? { address, size: found.size, lastModified: found.mtime } : undefined
  }
  const put: BlobStore['put'] = async (address, body) => {
    const path = await pathOf(address)
    const temporary = join(folder, uploads, randomUUID())
    await mkdir(dirname(temporary), { recursive: true })
    try {
      await pipeline(
        Readable.from(body instanceof Uint8Array ? [body] : body, { objectMode: true }),
        createWriteStream(temporary, { flags: 'wx' }),
      )
      await syncFile(temporary)
      await place(temporary, path, address)
      await syncFolder(dirname(path))
    } finally {
      await rm(temporary, { force: true })
    }
    return (await infoOf(address))!
  }
  const get = async function* (address: string): AsyncIterable<Uint8Array> {
    if (!(await infoOf(address))) throw new BlobNotFoundError(address)
    yield* createReadStream(await pathOf(address), { highWaterMark: 1 << 18 })
  }
  return {
    put,
    get,
    head: infoOf,
    async *list(prefix) {
      const { bucket, key } = splitAddress(prefix)
      // Only the folder part of the prefix is sure to be a folder; the rest may be the beginning of a name.
      const within = key.slice(0, key.lastIndexOf('/') + 1)
      if (within) await pathOf(`s3://${bucket}/${within.slice(0, -1)}`)
      yield* walk(join(folder, bucket), within, key, `s3://${bucket}/`)
    },
    async delete(address) {
      const path = await pathOf(address)
      if (!(await infoOf(address))) return
      await rm(path, { force: true })
      await removeEmptyFolders(dirname(path), folder)
    },
    async copy(from, to) {
      await put(to, get(from))
    },
  }
}

/** Where an object's file is. @throws {BlobAddressError} for a key that leaves the folder or has no place in it. */
export async function pathInside(folder: string, address: string): Promise<string> {
  const { bucket, key } = splitAddress(address)
  const segments = key.split('/')
  if (segments.some((segment) => segment === '' || segment === '.' || segment === '..'))
    throw new BlobAddressError(`The key of "${address}" has an empty, "." or ".." segment, which a folder cannot hold.`)
  if (/[\0\\]/.test(key))
    throw new BlobAddressError(`The key of "${address}" holds a backslash or NUL, which a folder cannot hold.`)
  const path = join(folder, bucket, ...segments)
  await refuseLinksOut(folder, path, address)
  return path
}

/** A symbolic link inside the folder may point anywhere: the nearest existing parent must still be inside. */
async function refuseLinksOut(folder: string, path: string, address: string): Promise<void> {
  const root = await realpath(folder).catch(() => undefined)
  if (root === undefined) return
  for (let at = path; at.length > folder.length; at = dirname(at)) {
    const real = await realpath(at).catch(() => undefined)
    if (real === undefined) continue
    if (real !== root && !real.startsWith(root + sep))
      throw new BlobAddressError(`"${address}" leads out of the folder ${folder}.`)
    return
  }
}

/** Moves a file to an object's place, whose folder goes with the last object that is deleted from it, also in between. */
async function place(file: string, path: string, address: string): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await makeFolder(dirname(path), address)
      return await rename(file, path)
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException
      if (code === 'EISDIR' || code === 'ENOTEMPTY') throw clash(address)
      if (code !== 'ENOENT' || attempt === mostAttempts) throw error
    }
  }
}

async function makeFolder(path: string, address: string): Promise<void> {
  await mkdir(path, { recursive: true }).catch((error: NodeJS.ErrnoException) => {
    throw error.code === 'ENOTDIR' || error.code === 'EEXIST' ? clash(address) : error
  })
}

function clash(address: string): BlobAddressError {
  return new BlobAddressError(
    `"${address}" cannot be stored: in a folder, one object's key cannot be a folder of another's.`,
  )
}

async function* walk(root: string, within: string, prefix: string, bucket: string): AsyncIterable<BlobInfo> {
  const entries = await readdir(join(root, within), { withFileTypes: true }).catch(() => [])
  // S3 orders whole keys by their bytes, so a folder sorts as its name with the slash.
  const named = entries.map((entry) => ({ entry, key: within + entry.name + (entry.isDirectory() ? '/' : '') }))
  named.sort((a, b) => Buffer.compare(Buffer.from(a.key), Buffer.from(b.key)))
  for (const { entry, key } of named) {
    if (!key.startsWith(prefix) && !prefix.startsWith(key)) continue
    if (entry.isDirectory()) yield* walk(root, key, prefix, bucket)
    else if (entry.isFile() && key.startsWith(prefix)) {
      const found = await stat(join(root, key)).catch(() => undefined)
      if (found) yield { address: bucket + key, size: found.size, lastModified: found.mtime }
    }
  }
}

async function removeEmptyFolders(path: string, root: string): Promise<void> {
  for (let at = path; at.startsWith(root + sep) && dirname(at) !== root; at = dirname(at)) {
    const removed = await rmdir(at).then(
      () => true,
      () => false,
    )
    if (!removed) return
  }
}
