import { randomUUID } from 'node:crypto'
import { link, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { createDurably } from './durable-file.js'
import { UnavailableLakeError } from './unavailable-lake-error.js'

const openHere = new Set<string>()

/**
 * Takes a lake's folder for this process: two writers of one catalogue would lose each other's tables.
 *
 * @returns gives the folder back.
 * @throws {UnavailableLakeError} while another process, or this one, has the lake open. A lock left by a dead process is taken over.
 */
export async function lockFolder(folder: string): Promise<() => Promise<void>> {
  const path = join(folder, 'lake.lock')
  if (openHere.has(folder)) throw new UnavailableLakeError(`The lake in ${folder} is already open in this process.`)
  openHere.add(folder)
  try {
    const mine = await identityOf(process.pid)
    while (!(await createDurably(path, mine))) {
      const holder = await readFile(path, 'utf8').catch(() => '')
      const pid = Number(holder.split(' ')[0])
      // An equal number is not enough: numbers are used again after a restart, so the start time is compared too.
      if (holder !== mine && pid > 0 && holder === (await identityOf(pid)))
        throw new UnavailableLakeError(`The lake in ${folder} is open in process ${pid}. Close it there first.`)
      await removeLock(path, holder)
    }
  } catch (error) {
    openHere.delete(folder)
    throw error
  }
  return async () => {
    await rm(path, { force: true })
    openHere.delete(folder)
  }
}

/** Removes the lock of a dead process; one that another process took in the meantime is put back. */
async function removeLock(path: string, holder: string): Promise<void> {
  const aside = `${path}.${randomUUID()}`
  try {
    await rename(path, aside)
    if ((await readFile(aside, 'utf8')) !== holder) await link(aside, path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code !== 'ENOENT' && code !== 'EEXIST') throw error
  } finally {
    await rm(aside, { force: true })
  }
}

/** The process and, where the system tells, when it started; empty for a process that is not there. */
async function identityOf(pid: number): Promise<string> {
  try {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8')
    // The second field, the program's name, may hold blanks and parentheses; the 22nd is the start time.
    return `${pid} ${stat.slice(stat.lastIndexOf(')') + 2).split(' ')[19]}`
  } catch {
    return isAlive(pid) ? `${pid}` : ''
  }
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM'
  }
}
