// Invokes the extraction function here as Lambda would: `pnpm connector [--event FILE] [--out DIR]`.
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { checkedTables, createHandler, folderTarget, jsonLog, mysqlSource, settingsFromUrl } from 'mysql-connector'
import { testEvent } from 'mysql-connector/lambda-files'
import { startMySql } from 'mysql-connector/local-server'
import { extractionsAt } from 'pipeline-def'
import { CommandLineError, flagsIn } from './command-line.js'
import { root } from './tool.js'

const help = `pnpm connector [--event FILE] [--out DIR]

Invokes the extraction function here as Lambda would. MySQL is the one in MYSQL_URL, else one that is started here.

  --event FILE  a JSON file with the event; default: generated/lambda/test-event.json
  --out DIR     the folder that stands for the bucket; default: .lake/bucket of the repository

Exit codes: 0 when the function succeeded, 1 when it did not, 2 when the command line or the event is wrong.
`
const { out, event: eventFile } = readFlags()
const folder = resolve(out ?? join(root, '.lake/bucket'))
const event = await readEvent()

const server = await startMySql({ cacheFolder: join(root, '.cache/mysql'), dataFolder: join(root, '.lake/mysql') })
if (server.url === undefined) {
  console.error(`No MySQL: ${server.reason}`)
  process.exit(1)
}
console.error(`MySQL: ${server.source}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(130)))

const { url } = server
const handler = createHandler({
  tables: checkedTables(extractionsAt('s3://local/data/').tables),
  source: mysqlSource({ get: async () => settingsFromUrl(url) }),
  target: folderTarget(folder),
  log: jsonLog((line) => process.stderr.write(line)),
})
const ends = Date.now() + 15 * 60_000 // the longest that Lambda lets a function run
const context = { getRemainingTimeInMillis: () => ends - Date.now() }
try {
  if (server.pid) await handler({ mode: 'seed' }, context) // a server of ours starts empty
  console.log(JSON.stringify(await handler(event, context), null, 2))
  console.error(`Objects: ${relative(process.cwd(), folder) || '.'}`)
} catch (error) {
  const { name, message } = error as Error
  console.log(JSON.stringify({ errorType: name, errorMessage: message }, null, 2))
  process.exitCode = 1
} finally {
  await handler.close()
  await server.stop()
}

function readFlags() {
  try {
    const flags = { event: { type: 'string' }, out: { type: 'string' }, help: { type: 'boolean' } } as const
    const values = flagsIn(process.argv.slice(2), flags)
    if (!values.help) return values
    process.stdout.write(help)
    process.exit()
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error
    return refuse(error.message)
  }
}

async function readEvent(): Promise<unknown> {
  try {
    return JSON.parse(eventFile === undefined ? testEvent : await readFile(eventFile, 'utf8'))
  } catch (error) {
    return refuse(`The event: ${(error as Error).message}`)
  }
}

function refuse(problem: string): never {
  console.error(problem)
  process.exit(2)
}
