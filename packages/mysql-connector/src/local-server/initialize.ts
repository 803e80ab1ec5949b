import { mkdir, readdir, rename, rm } from 'node:fs/promises'
import { basename, dirname, join } from 'node:path'
import { isAlive } from '../is-alive.js'
import type { ServerProgram } from './find-server.js'
import { runCommand } from './run-command.js'

/**
 * Makes a server's data folder, unless there is one already. It is made beside its place and put there whole: with what a
 * server leaves that is killed in its first second no server starts again.
 *
 * @throws Error with the server's own words.
 */
export async function initialize(program: ServerProgram, data: string): Promise<void> {
  await mkdir(data, { recursive: true })
  await removeLeftovers(data)
  if ((await readdir(data)).length > 0) return
  const made = `${data}.${process.pid}.new`
  await mkdir(made)
  try {
    const { status, stderr } = await runCommand(
      program.file,
      [
        '--no-defaults',
        ...program.options,
        ...asRoot(),
        // MariaDB makes what is missing at any start, and ends it in order when there are no statements to run.
        ...(program.isMariaDb ? ['--bootstrap', '--skip-grant-tables'] : ['--initialize-insecure']),
        `--datadir=${made}`,
      ],
      { env: { ...process.env, ...program.env } },
    )
    if (status !== 0) throw new Error(`${program.description} could not make ${data}: ${lastWords(stderr)}`)
    await rename(made, data).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error // another process was first
    })
  } finally {
    await rm(made, { recursive: true, force: true })
  }
}

/** What processes that were killed here left beside it. */
async function removeLeftovers(data: string): Promise<void> {
  for (const name of await readdir(dirname(data))) {
    const pid = name.startsWith(`${basename(data)}.`) && /\.(\d+)\.new$/.exec(name)?.[1]
    if (pid && !isAlive(Number(pid))) await rm(join(dirname(data), name), { recursive: true, force: true })
  }
}

/** Servers refuse to run as root unless told so. */
export function asRoot(): string[] {
  return process.getuid?.() === 0 ? ['--user=root'] : []
}

/** The end of what a server said: its errors, if it named any. */
export function lastWords(text: string): string {
  const lines = text.trim().split('\n')
  const errors = lines.filter((line) => /\[ERROR\]|error while loading/.test(line))
  return (errors.length > 0 ? errors : lines).slice(-3).join(' | ') || 'it said nothing'
}
