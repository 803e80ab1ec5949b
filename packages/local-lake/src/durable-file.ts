import { randomUUID } from 'node:crypto'
import { link, mkdir, open, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/**
 * Writes a file so that a crash at any instant leaves the old content or the new, never a part: a temporary file
 * beside it, flushed to the disk, then renamed over it, then the folder flushed.
 */
export async function writeDurably(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = await writeBeside(path, content)
  try {
    await rename(temporary, path)
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  await syncFolder(dirname(path))
}

/**
 * As {@link writeDurably}, for a file that must not exist yet.
 *
 * @returns false if another writer was first; its file stays.
 */
export async function createDurably(path: string, content: string | Uint8Array): Promise<boolean> {
  const temporary = await writeBeside(path, content)
  try {
    // A rename would replace the other writer's file; a link fails when the name is taken.
    await link(temporary, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false
    throw error
  } finally {
    await rm(temporary, { force: true })
  }
  await syncFolder(dirname(path))
  return true
}

/** Flushes a file that someone else wrote to the disk. */
export async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}

async function writeBeside(path: string, content: string | Uint8Array): Promise<string> {
  await mkdir(dirname(path), { recursive: true })
  const temporary = join(dirname(path), `.${basename(path)}.${randomUUID()}.tmp`)
  const file = await open(temporary, 'wx')
  try {
    await file.writeFile(content)
    await file.sync()
  } catch (error) {
    await rm(temporary, { force: true }) // a full disk would keep a part of it
    throw error
  } finally {
    await file.close()
  }
  return temporary
}

/** Flushes a folder, so that the names of new files in it are on the disk too. */
export async function syncFolder(path: string): Promise<void> {
  // Windows cannot open a folder; there the rename itself is all there is.
  const folder = await open(path, 'r').catch(() => undefined)
  await folder?.sync().catch(() => undefined)
  await folder?.close()
}
