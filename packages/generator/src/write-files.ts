import { existsSync } from 'node:fs'
import { chmod, mkdir, readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'

/** A file to write: its path inside the output folder, with `/`, and its whole text. */
export interface GeneratedFile {
  path: string
  text: string
  /** Whether it is a program. */
  executable?: boolean
}

/**
 * Writes files into a folder, each to a temporary file that then takes its name: a reader sees the old text or the new one, never a part.
 * What an earlier call left behind when it was killed is cleared away.
 *
 * @returns The paths whose text changed, or that became programs.
 * @throws The file system's own error; the files written before it are complete, and no temporary file stays.
 */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const changed: string[] = []
  for (const { path, text, executable } of files) {
    const target = join(folder, path)
    await makeFolder(dirname(target))
    await removeLeftovers(target)
    if ((await readText(target)) === text) {
      if (!executable || (await isExecutable(target))) continue
      await chmod(target, 0o755)
      changed.push(path)
      continue
    }
    const temporary = `${target}.${process.pid}.tmp`
    try {
      await writeFile(temporary, text)
      if (executable) await chmod(temporary, 0o755)
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    changed.push(path)
  }
  return changed
}

/** Node's own `recursive` never returns where a parent exists and refuses children with ENOENT, as /proc does. */
async function makeFolder(folder: string): Promise<void> {
  if (existsSync(folder)) return
  await makeFolder(dirname(folder))
  await mkdir(folder).catch((error: unknown) => {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error
  })
}

/** A file's text; nothing when there is none. */
export async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}

/** Whether somebody may execute a file; always on Windows, which has no such mark. */
export async function isExecutable(path: string): Promise<boolean> {
  if (process.platform === 'win32') return true
  return ((await stat(path)).mode & 0o111) !== 0
}

/** Temporary files of processes that are gone: a living one may be about to rename its own. */
async function removeLeftovers(target: string): Promise<void> {
  const name = basename(target)
  for (const entry of await readdir(dirname(target))) {
    const pid = entry.startsWith(`${name}.`) ? /^\.(\d+)\.tmp$/.exec(entry.slice(name.length))?.[1] : undefined
    if (pid !== undefined && !isAlive(Number(pid))) await rm(join(dirname(target), entry), { force: true })
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
