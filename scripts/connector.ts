// Invokes the extraction function here as Lambda would: `pnpm connector [--event FILE] [--out DIR]`.
// MySQL is the one in MYSQL_URL, else one started here with the example rows; the bucket is a folder, .lake/bucket.
import { readFile } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { parseArgs } from 'node:util'
import { checkedTables, createHandler, folderTarget, jsonLog, mysqlSource, settingsFromUrl } from 'mysql-connector'
import { testEvent } from 'mysql-connector/lambda-files'
import { startMySql } from 'mysql-connector/local-server'
import { extractionsAt } from 'pipeline-def'
import { root } from './tool.js'

const { values } = parseArgs({ options: { event: { type: 'string' }, out: { type: 'string' } } })
const folder = resolve(values.out ?? join(root, '.lake/bucket'))
const event: unknown = JSON.parse(values.event ? await readFile(values.event, 'utf8') : testEvent)

const server = await startMySql({ cacheFolder: join(root, '.cache/mysql'), dataFolder: join(root, '.lake/mysql') })
if (server.url === undefined) {
  console.error(`No MySQL: ${server.reason}`)
  process.exit(1)
}
console.error(`MySQL: ${server.source}`)
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.once(signal, () => void server.stop().then(() => process.exit(130)))

const settings = settingsFromUrl(server.url)
const handler = createHandler({
  tables: checkedTables(extractionsAt('s3://local/data/').tables),
  source: mysqlSource({ get: async () => settings }),
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
