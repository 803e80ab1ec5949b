// Runs the whole pipeline on this machine: `pnpm etl [--fresh] [--rows N] [--keep] [--json] [--lake DIR]`.
import { once } from 'node:events'
import { readdir, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { CommandLineError, help, readFlags, type Flags } from './etl/flags.js'
import { liveView } from './etl/live-view.js'
import { outcomeOf } from './etl/outcome.js'
import { printed, shownRows } from './etl/printed.js'
import { openLake, runPipeline, type PipelineLake } from './etl/run-pipeline.js'
import { openSource, OwnTablesError, type PipelineSource } from './etl/source.js'
import { Visits } from './etl/visits.js'
import { root } from './tool.js'

/** Exit code of what Ctrl-C ended, as shells have it. */
const interrupted = 130
/** Milliseconds in which everything has to be put away after Ctrl-C. */
const farewell = 5000

const stopped = new AbortController()
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.on(signal, stop)

process.exitCode = await main().catch(failed)
process.exit() // standard input may still be open

function stop(): void {
  if (stopped.signal.aborted) return
  console.error('\nStopping.')
  stopped.abort(new Error('Stopped.'))
  setTimeout(() => process.exit(interrupted), farewell).unref()
}

function failed(error: unknown): number {
  const { message, stack } = error as Error
  const isUsage = error instanceof CommandLineError || error instanceof OwnTablesError
  console.error(isUsage || message.startsWith('The lake in ') ? message : stack)
  return isUsage ? 2 : 1
}

async function main(): Promise<number> {
  const flags = readFlags(process.argv.slice(2))
  if (flags.help) {
    process.stdout.write(help)
    return 0
  }
  const folder = resolve(flags.lake ?? join(root, '.lake'))
  const lake = await lakeIn(folder, flags)
  try {
    const source = await openSource({ folder, cacheFolder: join(root, '.cache/mysql'), count: flags.rows })
    try {
      return stopped.signal.aborted ? interrupted : await runOn(lake, source, flags)
    } finally {
      await source.close()
    }
  } finally {
    await lake.close()
  }
}

async function lakeIn(folder: string, { fresh }: Flags): Promise<PipelineLake> {
  const place = join(folder, 'lake')
  const entries: string[] = await readdir(place).catch(() => [])
  if (entries.length > 0 && !['catalog.json', 'lake.lock', 's3'].some((name) => entries.includes(name)))
    throw new CommandLineError(`${place} holds something else than a lake.`)
  if (fresh) {
    await (await openLake(place)).close() // refuses while another run has it
    for (const name of ['lake', 'mysql', 'embedded-rows.json'])
      await rm(join(folder, name), { recursive: true, force: true })
  }
  return openLake(place)
}

async function runOn(lake: PipelineLake, source: PipelineSource, { json, keep }: Flags): Promise<number> {
  console.error([`Source: ${source.description}`, ...source.remarks].join('\n'))
  const visits = new Visits()
  const view = liveView(visits, process.stderr)
  const execution = await runPipeline({
    lake,
    source: source.rows,
    visits,
    onEvent: view.update,
    signal: stopped.signal,
  })
  view.end()
  const outcome = await outcomeOf({ lake, source, visits, execution, most: json ? undefined : shownRows })
  console.log(json ? JSON.stringify(outcome, null, 2) : printed(outcome, lake))
  if (outcome.status === 'ABORTED') return interrupted
  if (keep && source.url !== undefined) await untilStopped(source.url)
  return outcome.status === 'SUCCEEDED' ? 0 : 1
}

/** Leaves MySQL running until Ctrl-C, or until a standard input that is no terminal ends. */
async function untilStopped(url: string): Promise<void> {
  console.error(`MySQL is at ${url} until Ctrl-C.`)
  const ended = process.stdin.isTTY ? [] : [once(process.stdin.resume(), 'end', { signal: stopped.signal })]
  await Promise.race([once(stopped.signal, 'abort'), ...ended]).catch(() => undefined)
}
