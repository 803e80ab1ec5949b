import { fileURLToPath } from 'node:url'
import { startMySql, type LocalMySql } from '../src/local-server/index.js'

/**
 * A MySQL server for tests; without one the reason is printed and the tests are to be skipped, unless `MYSQL_REQUIRED` is
 * set.
 */
export async function testServer(): Promise<LocalMySql | undefined> {
  const cacheFolder = fileURLToPath(new URL('../../../.cache/mysql', import.meta.url))
  const server = await startMySql({ cacheFolder })
  if (server.url !== undefined) return server
  if (process.env['MYSQL_REQUIRED']) throw new Error(`No MySQL server: ${server.reason}`)
  console.warn(`Skipped, for there is no MySQL server: ${server.reason}`)
  return undefined
}
