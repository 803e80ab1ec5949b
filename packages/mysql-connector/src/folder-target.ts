import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, rename, rm } from 'node:fs/promises'
import { dirname, join, relative, resolve, sep } from 'node:path'
import { TargetError, wordsOf } from './errors.js'
import { isAlive } from './is-alive.js'
import type { ObjectTarget, Replacement } from './object-target.js'

/**
 * A folder that stands for a bucket: an object's key is its path in the folder.
 *
 * An object in the making is a file in `.incoming/` of the same folder, so that publishing it is one rename.
 */
export function folderTarget(folder: string): ObjectTarget {
  const root = resolve(folder)
  return {
    description: root,
    async replace(prefix, name) {
      const file = resolve(root, prefix + name)
      if (!file.startsWith(root + sep)) throw new TargetError(`The key ${prefix}${name} leads out of ${root}.`)
      const incoming = join(root, '.incoming', `${process.pid}-${randomUUID()}`)
      try {
        await makeFolder(dirname(incoming))
        await removeLeftovers(dirname(incoming))
        return replacementOf(root, file, incoming, await open(incoming, 'wx'))
      } catch (cause) {
        throw failure(file, cause)
      }
    },
  }
}

function replacementOf(
  root: string,
  file: string,
  incoming: string,
  handle: Awaited<ReturnType<typeof open>>,
): Replacement {
  return {
    async write(bytes) {
      await handle.writeFile(bytes).catch((cause: unknown) => {
        throw failure(file, cause)
      })
    },
    async complete() {
      try {
        await handle.sync()
        await handle.close()
      } catch (cause) {
        throw failure(file, cause)
      }
    },
    async publish() {
      const folder = dirname(file)
      try {
        await mkdir(folder, { recursive: true })
        for (const name of await readdir(folder)) {
          const other = join(folder, name)
          if (other !== file) await rm(other, { recursive: true, force: true })
        }
        await rename(incoming, file)
      } catch (cause) {
        throw failure(file, cause)
      }
      return [relative(root, file).split(sep).join('/')]
    },
    async discard() {
      await handle.close().catch(() => undefined)
      await rm(incoming, { force: true }).catch(() => undefined)
    },
  }
}

/** What processes that were killed had begun. A living one may be about to publish its own. */
async function removeLeftovers(folder: string): Promise<void> {
  for (const name of await readdir(folder)) {
    const pid = /^(\d+)-/.exec(name)?.[1]
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(folder, name), { force: true })
  }
}

/** Makes a folder, and those above it unless they are there. Node's own way does not end below /proc. */
async function makeFolder(path: string, parentIsThere = false): Promise<void> {
  try {
    await mkdir(path)
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'EEXIST') return // or a file, which what comes next cannot be put into
    if (code !== 'ENOENT' || parentIsThere) throw error
    await makeFolder(dirname(path))
    await makeFolder(path, true)
  }
}

function failure(file: string, cause: unknown): TargetError {
  return new TargetError(`${file}: ${wordsOf(cause)}`, { cause })
}
