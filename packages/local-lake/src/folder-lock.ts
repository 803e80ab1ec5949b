import { randomUUID } from 'node:crypto'
import { existsSync } from 'node:fs'
import { link, realpath, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { UnavailableLakeError } from './unavailable-lake-error.js'

const openHere = new Set<string>()

/**
 * Takes a lake's folder for this process: two writers of one catalogue would lose each other's tables.
 *
 * The lock is the operating system's, on the file `lake.lock`: it ends with the process, however that ends, and the
 * file stays. Node has no call for it; DuckDB locks each database file it opens, so `lake.lock` is one, empty.
 *
 * @returns gives the folder back.
 * @throws {UnavailableLakeError} while another process, or this thread, has the lake open. Threads of one process do not see each other's locks.
 */
export async function lockFolder(folder: string): Promise<() => void> {
  const path = join(await realpath(folder), 'lake.lock')
  // Before the file is touched: a process that closes a file a second time loses its lock on it (POSIX).
  if (openHere.has(path)) throw new UnavailableLakeError(`The lake in ${folder} is already open in this process.`)
  openHere.add(path)
  try {
    if (!existsSync(path)) await createDatabase(path)
    const database = await openDatabase(path)
    return () => {
      database.closeSync()
      openHere.delete(path)
    }
  } catch (error) {
    openHere.delete(path)
    const [reason] = (error as Error).message.split('\n')
    const holder = /\(PID (\d+)\)/.exec(reason!)?.[1]
    throw new UnavailableLakeError(
      holder === undefined
        ? `The lake in ${folder} cannot be locked: ${reason}`
        : `The lake in ${folder} is open in process ${holder}. Close it there first.`,
      { cause: error },
    )
  }
}

/** Makes an empty database; if another process does so too, the first one's stays. */
async function createDatabase(path: string): Promise<void> {
  const beside = `${path}.${randomUUID()}`
  try {
    // DuckDB writes it in several steps, and a part of a database is none: whole, it gets its name.
    ;(await openDatabase(beside)).closeSync()
    await link(beside, path)
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  } finally {
    await rm(beside, { force: true })
  }
}

const openDatabase = (path: string) => DuckDBInstance.create(path, { threads: '1' })
