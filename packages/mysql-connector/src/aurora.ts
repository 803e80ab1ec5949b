import { ColumnMismatchError, ConfigurationError, UnrepresentableValueError } from './errors.js'
import type { StagedTable } from './extract.js'
import { named } from './mysql-connection.js'
import type { ObjectTarget } from './object-target.js'
import type { ColumnFacts, Snapshot } from './row-source.js'
import { qualifiedName, quoted, type SourceTable } from './source-table.js'
import { isShortened, requirementOf, violationOf } from './value-check.js'

export interface AuroraStage {
  table: SourceTable
  snapshot: Snapshot
  target: ObjectTarget
  /** The object's name below the table's prefix. */
  name: string
  runId: string
}

/**
 * Lets Aurora write a table to a staging prefix, and makes one object of the parts without moving them through here.
 *
 * Aurora's own `OVERWRITE ON` in place would show readers part by part, and leave a surplus part of a longer run.
 */
export async function stageByAurora({ table, snapshot, target, name, runId }: AuroraStage): Promise<StagedTable> {
  if (!target.adopt) throw new ConfigurationError('The strategy "aurora" writes to S3: the target is not a bucket.')
  const facts = await snapshot.describe(table)
  await refuse(table, facts, snapshot)
  const { adopt } = target
  const staging = adopt.staging(runId, table.name)
  try {
    const exported = snapshot.run(exportStatement(table, facts, staging.uri))
    const { affectedRows } = await named(`Exporting table "${table.name}"`, exported)
    const { replacement, bytes } = await adopt.parts(table.prefix, name, staging, affectedRows > 0)
    return { rows: affectedRows, bytes, replacement }
  } catch (error) {
    await adopt.clear(staging).catch(() => undefined) // what failed first is what the caller has to know
    throw error
  }
}

/**
 * The statement with which Aurora MySQL writes a table's rows as the table's SerDe reads them.
 *
 * @param uri `s3-region://bucket/key`; Aurora appends `.part_00000` and `.manifest`.
 * @throws ConfigurationError when the format has no escape character: Aurora would write NULL as the word NULL.
 * @see https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/AuroraMySQL.Integrating.SaveIntoS3.html
 */
export function exportStatement(table: SourceTable, facts: readonly ColumnFacts[], uri: string): string {
  return `${exportedRows(table, facts)} INTO OUTFILE S3 ${literal(uri)} ${exportOptions(table)} MANIFEST ON OVERWRITE ON`
}

/** The SELECT of an export: columns as text where their own text would not do. */
export function exportedRows(table: SourceTable, facts: readonly ColumnFacts[]): string {
  const columns = table.columns.map((column, index) => {
    const name = quoted(column.name)
    const value = isShortened(facts[index]!) ? `${name} * 1e0` : name
    const text = column.type === 'boolean' ? `ELT(${value} + 1, 'false', 'true')` : value
    // OpenCSVSerDe has no NULL, and drops the backslash of a bare \N.
    return table.format.serde === 'opencsv'
      ? `COALESCE(CAST(${text} AS CHAR CHARACTER SET utf8mb4), _utf8mb4 0x5C4E)`
      : text
  })
  return `SELECT ${columns.join(', ')} FROM ${qualifiedName(table)}`
}

/** How an export writes fields and lines. */
export function exportOptions(table: SourceTable): string {
  const { format } = table
  if (format.serde === 'delimited' && !format.escape) {
    throw new ConfigurationError(`Table "${table.name}": the strategy "aurora" needs a format with the escape "\\".`)
  }
  const delimiter = format.serde === 'opencsv' ? ',' : format.delimiter
  const enclosed = format.serde === 'opencsv' ? ` ENCLOSED BY ${literal('"')}` : ''
  return `CHARACTER SET utf8mb4 FIELDS TERMINATED BY ${literal(delimiter)}${enclosed} ESCAPED BY ${literal('\\')} LINES TERMINATED BY ${literal('\n')}`
}

/**
 * The query that finds a row which an export would write wrongly: its key, and the number of what is wrong.
 *
 * @returns Also the words for each number; nothing when no value can be wrong.
 */
export function refusalQuery(
  table: SourceTable,
  facts: readonly ColumnFacts[],
): { sql: string; found: readonly { column: string; words: string }[] } | undefined {
  const found: { column: string; words: string; condition: string }[] = []
  for (const [index, column] of table.columns.entries()) {
    const name = quoted(column.name)
    const add = (condition: string, words: string) => found.push({ column: column.name, words, condition })
    const requirement = requirementOf(table, column, facts[index]!)
    if (requirement?.kind === 'utf8') {
      throw new ColumnMismatchError(
        `Column "${column.name}" of table "${table.name}" is binary: only the strategy "stream" can look at its bytes.`,
      )
    }
    if (requirement) {
      const { condition, words } = violationOf(requirement, name)
      add(condition, words)
    }
    if (column.type !== 'string') continue
    const bytes = `CAST(${name} AS BINARY)`
    add(`LOCATE(0x0A, ${bytes}) > 0 OR LOCATE(0x0D, ${bytes}) > 0`, 'holds a line break, which the SerDe cannot carry')
    add(`LOCATE(0x00, ${bytes}) > 0`, 'holds a NUL byte, which Aurora writes as two characters')
    if (table.format.serde === 'opencsv') {
      add(`${bytes} = 0x5C4E`, String.raw`is the text "\N", which is how this format writes NULL`)
      continue
    }
    if (table.columns.length === 1) add(`LENGTH(${name}) = 0`, 'is empty and alone in its row: an empty line')
    if (index === 0) add(`LEFT(${bytes}, 3) = 0xEFBBBF`, 'starts with a byte order mark, which readers drop')
  }
  if (found.length === 0) return undefined
  const cases = found.map(({ condition }, number) => `WHEN ${condition} THEN ${number}`).join(' ')
  const key = table.primaryKey.map((each) => `${quoted(each)}, `).join('')
  const where = found.map(({ condition }) => `(${condition})`).join(' OR ')
  return { sql: `SELECT ${key}CASE ${cases} END FROM ${qualifiedName(table)} WHERE ${where} LIMIT 1`, found }
}

async function refuse(table: SourceTable, facts: readonly ColumnFacts[], snapshot: Snapshot): Promise<void> {
  const query = refusalQuery(table, facts)
  if (!query) return
  const { rows } = await named(`Looking through table "${table.name}"`, snapshot.run(query.sql))
  const [row] = rows
  if (!row) return
  const { column, words } = query.found[Number(row.at(-1))]!
  const key = table.primaryKey.map(
    (each, at) => `${each} = ${JSON.stringify(row[at]?.toString('utf8', 0, 100) ?? null)}`,
  )
  throw new UnrepresentableValueError(
    `Table "${table.name}", column "${column}", ${key.length > 0 ? `the row with ${key.join(', ')}` : 'a row'}: the value ${words}.`,
  )
}

/** A string literal; the session's SQL mode reads a backslash as an escape. */
function literal(text: string): string {
  return `'${text
    .replaceAll('\\', '\\\\')
    .replaceAll("'", "''")
    .replaceAll('\n', String.raw`\n`)}'`
}
