import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'

/** A file to write: its path inside the output folder, with `/`, and its whole text. */
export interface GeneratedFile {
  path: string
  text: string
}

/**
 * Writes files into a folder, each to a temporary file that then takes its name: a reader sees the old text or the new one, never a part.
 *
 * @returns The paths whose text changed.
 * @throws The file system's own error; the files written before it are complete, and no temporary file stays.
 */
export async function writeFiles(folder: string, files: readonly GeneratedFile[]): Promise<string[]> {
  const changed: string[] = []
  for (const { path, text } of files) {
    const target = join(folder, path)
    if ((await readText(target)) === text) continue
    await mkdir(dirname(target), { recursive: true })
    const temporary = `${target}.${process.pid}.tmp`
    try {
      await writeFile(temporary, text)
      await rename(temporary, target)
    } catch (error) {
      await rm(temporary, { force: true })
      throw error
    }
    changed.push(path)
  }
  return changed
}

async function readText(path: string): Promise<string | undefined> {
  return readFile(path, 'utf8').catch(() => undefined)
}
