import { sourceTables, userTransactions } from 'pipeline-def'

/** What a SQL statement touches, by table name. */
export interface Access {
  /** Creates the database. */
  createsDatabase: boolean
  /** Lists the database's tables. */
  lists: boolean
  /** Creates these tables or views. */
  creates: string[]
  /** Replaces these views. */
  replaces: string[]
  /** Reads the rows of these. */
  reads: string[]
  /** Writes rows to these Iceberg tables. */
  writes: string[]
}

/**
 * What statements of the pipeline touch, as their own words say. It knows the kinds of statement that the pipeline has.
 *
 * @throws Error on a statement of another kind: a permission that nobody derived would only be missed on AWS.
 */
export function accessOf(statements: readonly string[]): Access {
  const access: Access = { createsDatabase: false, lists: false, creates: [], replaces: [], reads: [], writes: [] }
  for (const sql of statements) {
    const names = [...sql.matchAll(/(["`])\$\{AthenaDatabaseName\}\1\.(["`])(\w+)\2/g)].map((match) => match[3]!)
    if (sql.startsWith('CREATE DATABASE ')) access.createsDatabase = true
    else if (sql.startsWith('SHOW TABLES ')) access.lists = true
    else if (/^CREATE (EXTERNAL )?TABLE /.test(sql)) access.creates.push(...names)
    else if (sql.startsWith('CREATE OR REPLACE VIEW ')) {
      access.creates.push(...names)
      access.replaces.push(...names)
    } else if (sql.startsWith('SELECT ')) access.reads.push(...names)
    else if (sql.startsWith('MERGE INTO ')) {
      access.writes.push(names[0]!)
      access.reads.push(...names)
    } else throw new Error(`No permissions are known for: ${sql}`)
  }
  for (const list of [access.creates, access.replaces, access.reads, access.writes])
    list.splice(0, Infinity, ...new Set(list))
  return access
}

/** Where a table's files lie below the data location; a view has none. */
export function prefixOf(table: string): string | undefined {
  return [...sourceTables, userTransactions].find(({ name }) => name === table)?.prefix
}
