import { isAssignable, mismatchText } from '../athena/result-type.js'
import { StatementFailure } from '../failure.js'
import { writeDataFiles } from '../iceberg/data-files.js'
import type { DataFile } from '../iceberg/manifest.js'
import { columnsOf } from '../iceberg/metadata.js'
import { icebergRelation } from '../iceberg/relation.js'
import { type Change, commit, liveFiles, type TableVersion } from '../iceberg/table.js'
import { duckdbType, quoteName } from '../sql/column-type.js'
import type { Assignment, Column, Statement, TableName } from '../sql/statement.js'
import { committing } from './committing.js'
import type { StatementContext } from './context.js'
import { addPartitions, insertIntoExternal } from './insert-external.js'
import { type Outcome, written } from './outcome.js'
import { assignedTypes } from './query.js'

type Of<Kind extends Statement['kind']> = Extract<Statement, { kind: Kind }>

/** The copy of the table that DML works on: its columns, the file each row came from, and whether it was changed. */
const work = 'temp.main.lake_target'

/** `INSERT INTO`: new files beside the old. */
export async function runInsert(context: StatementContext, { name, columns, query }: Of<'insert'>): Promise<Outcome> {
  const entry = context.existing(name)
  if (entry.kind === 'view') throw new StatementFailure('NOT_SUPPORTED: Inserting into views is not supported')
  const base = entry.kind === 'iceberg' ? await context.loadIceberg(entry) : undefined
  const all: readonly Column[] = base
    ? columnsOf(base.metadata)
    : entry.kind === 'external'
      ? [...entry.columns, ...entry.partitionColumns]
      : []
  const into = (columns ?? all.map((column) => column.name)).map((column) => columnNamed(all, column, name))
  const sql = await context.query(query)
  const types = await assignedTypes(context.session, sql)
  if (types.length !== into.length || !types.every((type, index) => isAssignable(type, into[index]!.type)))
    throw new StatementFailure(
      `TYPE_MISMATCH: Insert query has mismatched column types: ${mismatchText(
        types,
        into.map((column) => column.type),
      )}`,
    )
  await createWork(context, all)
  const count = await context.session.run(
    `INSERT INTO ${work} (${into.map((column) => quoteName(column.name)).join(', ')}) ${sql}`,
  )
  if (entry.kind === 'external') {
    const partitions = await insertIntoExternal(context, entry, work)
    if (partitions.length) await addPartitions(context, name, partitions)
  } else if (base && count)
    await publish(context, base, { operation: 'append', added: await filesOf(context, base), removed: new Set() }, true)
  return written(count)
}

/** `UPDATE`: files with a changed row are written anew. */
export async function runUpdate(
  context: StatementContext,
  { name, assignments, where }: Of<'update'>,
): Promise<Outcome> {
  const { base, columns } = await modifiable(context, name)
  await context.prepare([...assignments.flatMap((one) => one.value), ...where])
  await loadWork(context, base, columns)
  await checkAssignments(context, assignments, columns, name, `${work} AS ${quoteName(name.table)}`)
  await context.checkConditions(`${work} AS ${quoteName(name.table)}`, [where])
  const condition = where.length ? ` WHERE ${context.rewrite(where)}` : ''
  const count = await context.session.run(
    `UPDATE ${work} AS ${quoteName(name.table)} SET ${assignmentsText(context, assignments)}, __lake_changed = true${condition}`,
  )
  await rewriteTouched(context, base, 'overwrite')
  return written(count)
}

/** `DELETE`: files with a deleted row are written anew, or dropped when none is left. */
export async function runDelete(context: StatementContext, { name, where }: Of<'delete'>): Promise<Outcome> {
  const { base, columns } = await modifiable(context, name)
  await context.prepare(where)
  await loadWork(context, base, columns)
  await context.checkConditions(`${work} AS ${quoteName(name.table)}`, [where])
  const condition = where.length ? ` WHERE ${context.rewrite(where)}` : ''
  const count = await context.session.run(`DELETE FROM ${work} AS ${quoteName(name.table)}${condition}`)
  await rewriteTouched(context, base, 'delete')
  return written(count)
}

/** `MERGE`: the source is computed once, checked for two rows that match one of the target's, then merged. */
export async function runMerge(
  context: StatementContext,
  { name, alias, source, sourceAlias, sourceColumns, on, clauses }: Of<'merge'>,
): Promise<Outcome> {
  const { base, columns } = await modifiable(context, name)
  const { session } = context
  const conditions = clauses.flatMap(({ condition, action }) => [
    ...condition,
    ...(action.kind === 'update'
      ? action.assignments.flatMap((one) => one.value)
      : action.kind === 'insert'
        ? action.values.flat()
        : []),
  ])
  const renamed = sourceColumns.length ? ` (${sourceColumns.map(quoteName).join(', ')})` : ''
  const selected = `SELECT * FROM ${context.rewrite(source)} AS ${quoteName(sourceAlias)}${renamed}`
  context.checkTables(selected, source)
  await context.prepare([...source, ...on, ...conditions])
  await context.checkSource(source, `AS ${quoteName(sourceAlias)}${renamed}`)
  await session.run(`CREATE TEMP TABLE lake_source AS ${selected}`)
  await loadWork(context, base, columns)
  const target = `${work} AS ${quoteName(alias)}`
  const from = `temp.main.lake_source AS ${quoteName(sourceAlias)}`
  await context.checkConditions(`${target}, ${from}`, [
    on,
    ...clauses.filter(({ matched }) => matched).map(({ condition }) => condition),
  ])
  const join = context.rewrite(on)
  for (const { action } of clauses) {
    if (action.kind === 'update')
      await checkAssignments(context, action.assignments, columns, name, `${target}, ${from}`)
    if (action.kind === 'insert') {
      const into = action.columns ?? columns.map((column) => column.name)
      if (into.length !== action.values.length)
        throw new StatementFailure(
          `SYNTAX_ERROR: Insert expression has ${action.values.length} values but ${into.length} columns`,
        )
      const assigned = action.values.map((value, index) => ({ column: into[index]!, value }))
      await checkAssignments(context, assigned, columns, name, from)
    }
  }
  // DuckDB lets the last of several source rows win.
  const doubles = await session.rows(
    `SELECT 1 FROM (SELECT ${quoteName(alias)}.rowid AS id FROM ${target} JOIN ${from} ON ${join}) GROUP BY id HAVING count(*) > 1 LIMIT 1`,
  )
  if (doubles.length)
    throw new StatementFailure(
      'MERGE_TARGET_ROW_MULTIPLE_MATCHES: One MERGE target table row matched more than one source row',
    )
  const whens = clauses.map(({ matched, condition, action }) => {
    const when = `WHEN ${matched ? '' : 'NOT '}MATCHED${condition.length ? ` AND (${context.rewrite(condition)})` : ''} THEN`
    if (action.kind === 'delete') return `${when} DELETE`
    if (action.kind === 'update')
      return `${when} UPDATE SET ${assignmentsText(context, action.assignments)}, __lake_changed = true`
    const into = action.columns ?? columns.map((column) => column.name)
    return `${when} INSERT (${into.map(quoteName).join(', ')}) VALUES (${action.values.map((value) => context.rewrite(value)).join(', ')})`
  })
  const count = await session.run(`MERGE INTO ${target} USING ${from} ON (${join}) ${whens.join(' ')}`)
  await rewriteTouched(context, base, 'overwrite')
  return written(count)
}

/** An Iceberg table that UPDATE, DELETE and MERGE may change, or Athena's refusal. */
async function modifiable(
  context: StatementContext,
  name: TableName,
): Promise<{ base: TableVersion; columns: Column[] }> {
  const entry = context.existing(name)
  if (entry.kind === 'view') throw new StatementFailure('NOT_SUPPORTED: Modifying views is not supported')
  if (entry.kind === 'external')
    throw new StatementFailure('NOT_SUPPORTED: Modifying Hive table rows is only supported for transactional tables')
  const base = await context.loadIceberg(entry)
  return { base, columns: columnsOf(base.metadata) }
}

async function createWork(context: StatementContext, columns: readonly Column[]): Promise<void> {
  const defined = columns.map((column) => `${quoteName(column.name)} ${duckdbType(column.type)}`)
  await context.session.run(
    `CREATE TEMP TABLE lake_target (${defined.join(', ')}, __lake_file INTEGER, __lake_changed BOOLEAN)`,
  )
}

async function loadWork(context: StatementContext, base: TableVersion, columns: readonly Column[]): Promise<void> {
  await createWork(context, columns)
  if (liveFiles(base).length)
    await context.session.run(
      `INSERT INTO ${work} SELECT *, false FROM (${icebergRelation(base, context.pathOf, true)})`,
    )
}

/** Commits what changed in the working copy: files that lost or changed a row are replaced, the others stay. */
async function rewriteTouched(
  context: StatementContext,
  base: TableVersion,
  operation: Change['operation'],
): Promise<void> {
  const files = liveFiles(base)
  const found = await context.session.rows(
    `SELECT __lake_file, count(*), count(*) FILTER (__lake_changed) FROM ${work} WHERE __lake_file IS NOT NULL GROUP BY 1`,
  )
  const counts = new Map(
    found.map(([file, rows, changed]) => [Number(file), { rows: Number(rows), changed: Number(changed) }]),
  )
  const touched = files.flatMap((file, index) => {
    const count = counts.get(index)
    return count?.rows === file.rows && count.changed === 0 ? [] : [index]
  })
  const [[inserted] = []] = await context.session.rows(`SELECT count(*) FROM ${work} WHERE __lake_file IS NULL`)
  if (!touched.length && !inserted) return
  const kept = `(SELECT * FROM ${work} WHERE __lake_file IS NULL${touched.length ? ` OR __lake_file IN (${touched.join(', ')})` : ''})`
  const added = await filesOf(context, base, kept)
  const removed = new Set(touched.map((index) => files[index]!.path))
  await publish(context, base, { operation: removed.size ? operation : 'append', added, removed })
}

function filesOf(context: StatementContext, base: TableVersion, rows = work): Promise<DataFile[]> {
  const { session, lake, onFile, pathOf } = context
  return writeDataFiles({
    session,
    metadata: base.metadata,
    rows,
    own: '(__lake_file IS NULL OR __lake_changed)',
    temporaryFolder: lake.temporaryFolder,
    onFile,
    pathOf,
  })
}

/**
 * Commits. What INSERT adds fits any version of the table; what was made of the table's own rows, also the rows that MERGE
 * found missing, fits only the version they were read from.
 */
export async function publish(
  context: StatementContext,
  base: TableVersion,
  change: Change,
  fitsAnyVersion = false,
): Promise<void> {
  const { location } = base.metadata
  await committing(context, base, async (now) => {
    const onto = fitsAnyVersion ? now : base
    context.lake.versions.set(location, await commit(onto, change, context.now.getTime(), context.pathOf))
  })
}

function assignmentsText(context: StatementContext, assignments: readonly Assignment[]): string {
  return assignments.map(({ column, value }) => `${quoteName(column)} = ${context.rewrite(value)}`).join(', ')
}

/** DuckDB would convert text to dates and numbers on the way into a column; Athena refuses. */
async function checkAssignments(
  context: StatementContext,
  assignments: readonly Assignment[],
  columns: readonly Column[],
  name: TableName,
  from: string,
): Promise<void> {
  const into = assignments.map(({ column }) => columnNamed(columns, column, name))
  const values = assignments.map(({ value }, index) => `(${context.rewrite(value)}) AS c${index}`)
  const types = await assignedTypes(context.session, `SELECT ${values.join(', ')} FROM ${from}`)
  if (!types.every((type, index) => isAssignable(type, into[index]!.type)))
    throw new StatementFailure(
      `TYPE_MISMATCH: Assigned columns have mismatched types: ${mismatchText(
        types,
        into.map((column) => column.type),
      )}`,
    )
}

function columnNamed(columns: readonly Column[], name: string, table: TableName): Column {
  const found = columns.find((column) => column.name === name)
  if (!found)
    throw new StatementFailure(`COLUMN_NOT_FOUND: line 1:1: Column '${name}' of table '${table.table}' does not exist`)
  return found
}
