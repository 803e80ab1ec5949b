// Rows per second and memory of the connector, against the database's own dump client: `pnpm bench connector [--rows N]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdtemp, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { extract, folderTarget, mysqlSource, settingsFromUrl, type SourceTable } from 'mysql-connector'
import { findDumpClient, startMySql } from 'mysql-connector/local-server'
import { root } from '../tool.js'

const table: SourceTable = {
  name: 'transactions',
  schema: 'bench',
  columns: [
    { name: 'transaction_id', type: 'bigint' },
    { name: 'user_id', type: 'bigint' },
    { name: 'total_cost', type: 'decimal(18,2)' },
    { name: 'dt', type: 'date' },
  ],
  prefix: 'data/bench/transactions/',
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  primaryKey: ['transaction_id'],
}

if (process.argv.includes('--child')) await child(process.argv.at(-2)!, process.argv.at(-1)!)
else await main()

/** One extraction in a process of its own, so that its memory is the connector's alone. */
async function child(url: string, folder: string): Promise<void> {
  const settings = settingsFromUrl(url)
  const source = mysqlSource({ get: async () => settings })
  const started = performance.now()
  const [done] = await extract({ tables: [table], source, target: folderTarget(folder), runId: 'bench' })
  const seconds = (performance.now() - started) / 1000
  await source.close()
  console.log(JSON.stringify({ rows: done!.rows, bytes: done!.bytes, seconds, mebibytes: await peakMebibytes() }))
}

async function main(): Promise<void> {
  const at = process.argv.indexOf('--rows')
  const rows = at < 0 ? 1_000_000 : Number(process.argv[at + 1])
  if (!Number.isSafeInteger(rows) || rows < 1) {
    console.error('--rows takes a positive number.')
    process.exit(2)
  }
  const cacheFolder = join(root, '.cache/mysql')
  const server = await startMySql({ cacheFolder })
  if (server.url === undefined) {
    console.error(`No MySQL: ${server.reason}`)
    process.exit(1)
  }
  const folder = await mkdtemp(join(tmpdir(), 'bench-'))
  try {
    console.error(`${server.source}: ${rows} rows`)
    await fill(server.url, rows)
    const dump = await findDumpClient(cacheFolder)
    console.log('run  who              rows/s   seconds  memory MiB')
    for (let run = 1; run <= 3; run += 1) {
      const dumped = await timeDump(dump, new URL(server.url), join(folder, 'dump.sql'))
      say(run, dump.name, rows / dumped, dumped, '')
      const ours = await timeConnector(server.url, folder)
      say(run, 'connector', ours.rows / ours.seconds, ours.seconds, ours.mebibytes.toFixed(0))
      console.log(`${run}    connector / ${dump.name}: ${(dumped / ours.seconds).toFixed(2)}`)
    }
    console.log(`CSV: ${(await stat(join(folder, table.prefix, 'transactions.csv'))).size} bytes`)
  } finally {
    await server.stop()
    await rm(folder, { recursive: true, force: true })
  }
}

function say(run: number, who: string, rate: number, seconds: number, memory: string): void {
  console.log(
    `${run}    ${who.padEnd(14)}${Math.round(rate).toString().padStart(9)}${seconds.toFixed(2).padStart(10)}${memory.padStart(12)}`,
  )
}

async function fill(url: string, rows: number): Promise<void> {
  const settings = settingsFromUrl(url)
  const source = mysqlSource({ get: async () => settings })
  await source.seed([
    {
      ...table,
      seed: [
        'CREATE SCHEMA IF NOT EXISTS bench',
        'DROP TABLE IF EXISTS bench.transactions',
        `CREATE TABLE bench.transactions (transaction_id BIGINT PRIMARY KEY, user_id BIGINT, total_cost DECIMAL(18,2), dt DATE)`,
        `INSERT INTO bench.transactions
         WITH RECURSIVE digit AS (SELECT 0 AS n UNION ALL SELECT n + 1 FROM digit WHERE n < 99),
         number AS (SELECT a.n + 100 * b.n + 10000 * c.n + 1000000 * d.n AS n FROM digit a, digit b, digit c, digit d
           WHERE d.n <= ${Math.floor((rows - 1) / 1_000_000)})
         SELECT n, IF(n % 97 = 0, NULL, n % 10007), (n % 100000) / 100, DATE '2024-01-01' + INTERVAL n % 400 DAY
         FROM number WHERE n < ${rows}`,
      ],
    },
  ])
  await source.close()
}

async function timeDump(dump: Awaited<ReturnType<typeof findDumpClient>>, url: URL, file: string): Promise<number> {
  const started = performance.now()
  const args = [
    '--no-defaults',
    `--host=${url.hostname}`,
    `--port=${url.port}`,
    `--user=${url.username}`,
    '--quick',
    'bench',
  ]
  const process_ = spawn(dump.file, [...args, 'transactions'], {
    env: { ...process.env, ...dump.env },
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  const closed = once(process_, 'close')
  await pipeline(process_.stdout, createWriteStream(file))
  const [status] = (await closed) as [number]
  if (status !== 0) throw new Error(`${dump.name} ended with ${status}`)
  return (performance.now() - started) / 1000
}

async function timeConnector(url: string, folder: string) {
  const flags = [...process.execArgv, import.meta.filename, '--child', url, folder]
  const process_ = spawn(process.execPath, flags, { stdio: ['ignore', 'pipe', 'inherit'] })
  let text = ''
  process_.stdout.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
  const [status] = (await once(process_, 'close')) as [number]
  if (status !== 0) throw new Error(`the connector ended with ${status}`)
  return JSON.parse(text) as { rows: number; bytes: number; seconds: number; mebibytes: number }
}

/** The most memory this process has had resident. */
async function peakMebibytes(): Promise<number> {
  const status = await readFile('/proc/self/status', 'utf8').catch(() => '')
  const kibibytes = /VmHWM:\s+(\d+) kB/.exec(status)?.[1]
  return (kibibytes ? Number(kibibytes) * 1024 : process.resourceUsage().maxRSS * 1024) / 2 ** 20
}
