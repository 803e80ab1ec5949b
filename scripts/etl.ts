// Runs the whole pipeline on this machine: `pnpm etl [--fresh] [--rows N] [--keep] [--json] [--lake DIR]`.
import { once } from 'node:events'
import { join, resolve } from 'node:path'
import { QueryFailedError, UnavailableLakeError } from 'local-lake'
import { ConnectorError } from 'mysql-connector'
import { CommandLineError } from './command-line.js'
import { help, readFlags } from './etl/flags.js'
import { keptLake, NotALakeError } from './etl/lake.js'
import { openSource, OwnTablesError } from './etl/source.js'
import { root } from './tool.js'

/** Exit code of what Ctrl-C ended, as shells have it. */
const interrupted = 130
/** Milliseconds in which everything has to be put away after Ctrl-C. */
const farewell = 5000

/** What a folder's disk has against it: not a mistake of this program. */
const placeErrors = new Set(['EACCES', 'EDQUOT', 'EEXIST', 'EIO', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS'])

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

// Who reads the states may be gone, or full: the run goes on, and its outcome is what counts.
process.stderr.on('error', () => undefined)
let unwritten: NodeJS.ErrnoException | undefined
process.stdout.on('error', (error) => (unwritten ??= error))

process.exitCode = await main().catch(failed)
await new Promise((taken) => process.stdout.write('', taken)) // a pipe takes a report of many rows in pieces
if (unwritten && unwritten.code !== 'EPIPE') {
  console.error(`The outcome could not be written: ${unwritten.message}`)
  process.exitCode = 1
}
process.exit() // standard input may still be open

function stop(): void {
  if (stopped.signal.aborted) return
  console.error('\nStopping.')
  stopped.abort(new Error('Stopped.'))
  setTimeout(() => process.exit(interrupted), farewell).unref()
}

function failed(error: unknown): number {
  const { message, stack, code } = error as NodeJS.ErrnoException
  const isUsage = [CommandLineError, ConnectorError, NotALakeError, OwnTablesError].some(
    (kind) => error instanceof kind,
  )
  // A query fails here when the disk is too full for the report's results.
  const isPlace =
    (code !== undefined && placeErrors.has(code)) ||
    error instanceof QueryFailedError ||
    error instanceof UnavailableLakeError
  console.error(isUsage || isPlace ? message : stack)
  return isUsage ? 2 : 1
}

async function main(): Promise<number> {
  const { fresh, json, keep, rows, help: asksForHelp, lake: place } = readFlags(process.argv.slice(2))
  if (asksForHelp) {
    process.stdout.write(help)
    return 0
  }
  const folder = resolve(place ?? join(root, '.lake'))
  const lake = await keptLake(folder, fresh)
  try {
    const opening = openSource({ folder, cacheFolder: join(root, '.cache/mysql'), count: rows })
    // While MySQL starts, this process loads the rest.
    const [source, { runAndTell }] = await Promise.all([opening, import('./etl/run-and-tell.js')])
    try {
      if (stopped.signal.aborted) return interrupted
      const status = await runAndTell({ lake, source, json, signal: stopped.signal })
      if (status === 'ABORTED') return interrupted
      if (keep && source.url !== undefined) await untilStopped(source.url)
      return status === 'SUCCEEDED' ? 0 : 1
    } finally {
      await source.close()
    }
  } finally {
    await lake.close()
  }
}

/** Leaves MySQL running until Ctrl-C, or until a standard input that is no terminal ends. */
async function untilStopped(url: string): Promise<void> {
  console.error(`MySQL is at ${url} until Ctrl-C.`)
  const ended = process.stdin.isTTY ? [] : [once(process.stdin.resume(), 'end', { signal: stopped.signal })]
  await Promise.race([once(stopped.signal, 'abort'), ...ended]).catch(() => undefined)
}
