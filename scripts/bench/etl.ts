// The whole of `pnpm etl` against the same SQL typed into DuckDB by hand plus the extraction: `pnpm bench etl [--rows N]`.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { checkedTables, extract, folderTarget, mysqlSource, settingsFromUrl } from 'mysql-connector'
import { startMySql } from 'mysql-connector/local-server'
import { extractionsAt, sourceTables, statements, userTransactions } from 'pipeline-def'
import { generatedStatements } from '../etl/example-rows.js'
import { root } from '../tool.js'

const at = process.argv.indexOf('--rows')
const rows = at < 0 ? 1_000_000 : Number(process.argv[at + 1])
if (!Number.isSafeInteger(rows) || rows < 1) {
  console.error('--rows takes a positive number.')
  process.exit(2)
}
const found = await startMySql({ cacheFolder: join(root, '.cache/mysql'), url: '' })
if (found.url === undefined) {
  console.error(`No MySQL: ${found.reason}`)
  process.exit(1)
}
const server = found
const { url } = server
const folder = await mkdtemp(join(tmpdir(), 'bench-etl-'))
const tables = checkedTables(extractionsAt('s3://lake/data/').tables)
try {
  console.error(`${server.source}: ${rows} generated payments`)
  console.log('Seconds, and in brackets those of all processors: they depend less on what else the machine does.')
  console.log(`making the rows in MySQL by hand: ${shown(await timed(fill))}`)
  console.log(`the first pnpm etl, which makes them too: ${shown(await timed(() => runEtl(['--fresh'])))}`)
  console.log('run lake     extraction        SQL by hand       by hand, both     all of pnpm etl   ratio')
  for (let run = 1; run <= 3; run += 1) {
    const extraction = await timed(extractByHand)
    const { first, again } = await queryByHand()
    await rm(join(folder, 'here/lake'), { recursive: true })
    for (const [name, sql] of [
      ['empty', first],
      ['loaded', again],
    ] as const) {
      const byHand = { wall: extraction.wall + sql.wall, cpu: extraction.cpu + sql.cpu }
      const whole = await timed(() => runEtl([]))
      const times = [extraction, sql, byHand, whole].map((time) => shown(time).padEnd(17))
      const ratio = `${(whole.wall / byHand.wall).toFixed(2)} (${(whole.cpu / byHand.cpu).toFixed(2)})`
      console.log(`${run}   ${name.padEnd(8)} ${times.join(' ')} ${ratio}`)
    }
  }
} finally {
  await server.stop()
  await rm(folder, { recursive: true, force: true })
}

async function fill(): Promise<void> {
  const source = mysqlSource({ get: async () => settingsFromUrl(url) })
  const made = generatedStatements(rows)
  await source.seed(tables.map((table) => ({ ...table, seed: made[table.name as keyof typeof made] })))
  await source.close()
}

async function extractByHand(): Promise<void> {
  const source = mysqlSource({ get: async () => settingsFromUrl(url) })
  await extract({ tables, source, target: folderTarget(join(folder, 'bucket')), runId: 'bench' })
  await source.close()
}

/** The pipeline's MERGE as it is, on tables as somebody would type them. */
async function queryByHand(): Promise<{ first: Time; again: Time }> {
  const instance = await DuckDBInstance.create(join(folder, 'by-hand.duckdb'))
  const connection = await instance.connect()
  const merge = statements.mergeReport.replaceAll('${AthenaDatabaseName}', 'mydatabase')
  const run = async () => {
    await connection.run(merge)
    await connection.run(`COPY mydatabase.user_transactions TO '${join(folder, 'report.parquet')}' (FORMAT parquet)`)
  }
  try {
    const first = await timed(async () => {
      await connection.run('CREATE SCHEMA mydatabase')
      for (const { name, columns, prefix } of sourceTables) {
        const types = columns.map(({ name, type }) => `${name}: '${type}'`).join(', ')
        const file = join(folder, 'bucket/data', prefix, `${name}.csv`)
        await connection.run(
          `CREATE VIEW mydatabase.${name} AS SELECT * FROM read_csv('${file}', header = false, nullstr = '\\N', columns = {${types}})`,
        )
      }
      const columns = userTransactions.columns.map(({ name, type }) => `${name} ${type}`).join(', ')
      await connection.run(`CREATE TABLE mydatabase.user_transactions (${columns})`)
      await run()
    })
    return { first, again: await timed(run) }
  } finally {
    connection.closeSync()
    instance.closeSync()
    await rm(join(folder, 'by-hand.duckdb'))
  }
}

/** The command itself, in a process of its own, from start to end: MySQL is started, and makes the rows when it is empty. */
async function runEtl(flags: readonly string[]): Promise<void> {
  const command = [join(root, 'scripts/run.mjs'), 'etl', '--lake', join(folder, 'here'), '--rows', String(rows)]
  const child = spawn(process.execPath, [...command, ...flags], {
    env: { ...process.env, MYSQL_URL: '' },
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  let said = ''
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text))
  const [status] = (await once(child, 'close')) as [number]
  if (status !== 0) throw new Error(`pnpm etl ended with ${status}: ${said}`)
}

/** Milliseconds. */
interface Time {
  wall: number
  cpu: number
}

async function timed(work: () => Promise<unknown>): Promise<Time> {
  const [wall, cpu] = [performance.now(), await cpuTime()]
  await work()
  return { wall: performance.now() - wall, cpu: (await cpuTime()) - cpu }
}

/** What this process, those it has waited for and the server have used of all processors; where the system tells. */
async function cpuTime(): Promise<number> {
  const stat = async (pid: number) =>
    (await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => ')')).split(') ')[1] ?? ''
  // Hundredths of a second: the 14th to 17th field are this process's user and system time, then its children's.
  const own = (await stat(process.pid)).split(' ').slice(11, 15)
  const servers = (await stat(server.pid ?? 0)).split(' ').slice(11, 13)
  return [...own, ...servers].reduce((sum, ticks) => sum + Number(ticks) * 10, 0)
}

function shown({ wall, cpu }: Time): string {
  return `${(wall / 1000).toFixed(2)} s (${(cpu / 1000).toFixed(2)})`
}
