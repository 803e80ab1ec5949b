// MERGE from CSV into Iceberg through the lake, against the same SQL typed into DuckDB: `pnpm bench lake [--rows N]`.
import { once } from 'node:events'
import { createWriteStream } from 'node:fs'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { createLake } from 'local-lake'

const at = process.argv.indexOf('--rows')
const rows = at < 0 ? 1_000_000 : Number(process.argv[at + 1])
if (!Number.isSafeInteger(rows) || rows < 1) {
  console.error('--rows takes a positive number.')
  process.exit(2)
}

/** Once as many rows out as in, once a sum a day and customer. */
const sources = {
  'every row': 'SELECT id, customer, amount, CAST(day AS date) AS day FROM sales.orders',
  'sums by day': `SELECT min(id) AS id, customer, CAST(sum(amount) AS decimal(18,2)) AS amount, CAST(day AS date) AS day
    FROM sales.orders GROUP BY customer, day`,
}
const merge = (source: string): string => `MERGE INTO sales.loaded AS t USING (${source}) AS s ON (t.id = s.id)
  WHEN MATCHED AND (t.amount IS DISTINCT FROM s.amount) THEN UPDATE SET amount = s.amount
  WHEN NOT MATCHED THEN INSERT (id, customer, amount, day) VALUES (s.id, s.customer, s.amount, s.day)`

const folder = await mkdtemp(join(tmpdir(), 'lake-bench-'))
try {
  const csv = join(folder, 'lake/s3/landing/orders/orders.csv')
  await writeOrders(csv)
  console.log(`${rows} rows of CSV; milliseconds, the best of three; cpu is of the whole process`)
  for (const [name, source] of Object.entries(sources)) {
    const lake = await best(() => throughLake(source))
    const plain = await best(() => throughDuckDB(source, csv))
    for (const step of ['load', 'again'] as const)
      console.log(
        `${name}, ${step}: lake ${text(lake[step])}, DuckDB and COPY to Parquet ${text(plain[step])}, ratio ${(lake[step].wall / plain[step].wall).toFixed(2)}`,
      )
  }
  console.log(`most memory: ${Math.round(process.resourceUsage().maxRSS / 1024)} MiB`)
} finally {
  await rm(folder, { recursive: true, force: true })
}

interface Time {
  readonly wall: number
  readonly cpu: number
}

type Times = Record<'load' | 'again', Time>

async function throughLake(source: string): Promise<Times> {
  const lake = await createLake({ folder: join(folder, 'lake') })
  try {
    await lake.run('CREATE DATABASE sales')
    await lake.run(`CREATE EXTERNAL TABLE sales.orders (id bigint, customer bigint, amount decimal(18,2), day date)
      ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' ESCAPED BY '\\\\' LOCATION 's3://landing/orders/'`)
    await lake.run(`CREATE TABLE sales.loaded (id bigint, customer bigint, amount decimal(18,2), day date)
      LOCATION 's3://warehouse/loaded/' TBLPROPERTIES ('table_type'='ICEBERG')`)
    const run = (): Promise<unknown> => lake.run(merge(source))
    return { load: await timed(run), again: await timed(run) }
  } finally {
    await lake.run('DROP DATABASE sales CASCADE')
    await lake.close()
  }
}

async function throughDuckDB(source: string, csv: string): Promise<Times> {
  const instance = await DuckDBInstance.create(':memory:', { memory_limit: '1GiB' })
  const connection = await instance.connect()
  try {
    await connection.run('CREATE SCHEMA sales')
    await connection.run(`CREATE VIEW sales.orders AS SELECT * FROM read_csv('${csv}', header = false, nullstr = '\\N',
      columns = {id: 'BIGINT', customer: 'BIGINT', amount: 'DECIMAL(18,2)', day: 'DATE'})`)
    await connection.run('CREATE TABLE sales.loaded (id BIGINT, customer BIGINT, amount DECIMAL(18,2), day DATE)')
    const run = async (): Promise<void> => {
      await connection.run(merge(source))
      await connection.run(`COPY sales.loaded TO '${join(folder, 'plain.parquet')}' (FORMAT parquet, COMPRESSION zstd)`)
    }
    return { load: await timed(run), again: await timed(run) }
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

async function timed(task: () => Promise<unknown>): Promise<Time> {
  const cpu = process.cpuUsage()
  const started = performance.now()
  await task()
  const { user, system } = process.cpuUsage(cpu)
  return { wall: performance.now() - started, cpu: (user + system) / 1000 }
}

async function best(task: () => Promise<Times>): Promise<Times> {
  const all = [await task(), await task(), await task()]
  const least = (step: keyof Times): Time => all.map((times) => times[step]).sort((a, b) => a.wall - b.wall)[0]!
  return { load: least('load'), again: least('again') }
}

function text({ wall, cpu }: Time): string {
  return `${Math.round(wall)} (cpu ${Math.round(cpu)})`
}

async function writeOrders(path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  const file = createWriteStream(path)
  for (let row = 0, part = ''; row < rows; row++) {
    const day = new Date(Date.UTC(2024, 0, 1 + (row % 400))).toISOString().slice(0, 10)
    part += `${row},${row % 997 === 5 ? '\\N' : row % 2500},${(row % 10_000) / 100},${day}\n`
    if (part.length > 1 << 20 || row === rows - 1) {
      if (!file.write(part)) await once(file, 'drain')
      part = ''
    }
  }
  file.end()
  await once(file, 'finish')
}
