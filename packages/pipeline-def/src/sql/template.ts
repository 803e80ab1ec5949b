import Handlebars from 'handlebars'
import type { Column, PartitionField } from '../tables/table.js'
import { Parameter } from './parameter.js'

/**
 * Compiles a SQL template. A name that the data lacks is an error, nothing is escaped for HTML, and values enter
 * through helpers that refuse what would not be one token:
 *
 * - `{{dml a b}}`: a name for engine statements (SELECT, MERGE), `"a"."b"`
 * - `{{ddl a b}}`: a name for Hive's parser (CREATE, SHOW), `` `a`.`b` ``
 * - `{{text a b}}`: one string literal of its parts, `'ab'`
 * - `{{pattern names}}`: a SHOW TABLES pattern that matches these names and no other, `'a|b'`
 * - `{{type t}}`, `{{columnType table 'column'}}`: a column type
 * - `{{zero t}}`: some value of a type, to stand for NULL where NULLs must compare equal
 * - `{{partition p}}`: an Iceberg partition transform
 */
export function sqlTemplate<Data extends object>(template: string): (data: Data) => string {
  const render = sql.compile<Data>(template, { strict: true, noEscape: true })
  return (data) => render(data).trim()
}

const sql = Handlebars.create()
sql.registerHelper('each', function (this: unknown, items: unknown, options: Handlebars.HelperOptions) {
  // Handlebars' own walks over nothing without a word, also in strict mode.
  if (!Array.isArray(items)) throw new TypeError(`{{#each}} needs a list, not ${shown(items)}`)
  return (Handlebars.helpers['each'] as Handlebars.HelperDelegate).call(this, items, options)
})
sql.registerHelper('dml', (...parts: unknown[]) => quotedName(parts, '"'))
sql.registerHelper('ddl', (...parts: unknown[]) => quotedName(parts, '`'))
sql.registerHelper('text', (...parts: unknown[]) => literal(parts))
sql.registerHelper('pattern', (names: unknown[]) => `'${names.map(identifier).join('|')}'`)
sql.registerHelper('type', (type: unknown) => columnType(type))
sql.registerHelper('columnType', (table: { columns: Column[] }, name: string) => columnType(columnOf(table, name).type))
sql.registerHelper('zero', (type: unknown) => zeroOf(columnType(type)))
sql.registerHelper('partition', (field: PartitionField) => partitionOf(field))

/** Handlebars hands every helper its options last. */
const given = (parts: readonly unknown[]) => parts.slice(0, -1)

function quotedName(parts: readonly unknown[], quote: string): string {
  const names = given(parts)
  if (names.length === 0) throw new TypeError('A name has at least one part')
  return names.map((part) => `${quote}${identifier(part)}${quote}`).join('.')
}

/** Athena's own safe form: it needs no escaping in either of its two parsers, and Glue keeps it as it is. */
function identifier(part: unknown): string {
  if (part instanceof Parameter) return part.toString()
  if (typeof part === 'string' && /^[a-z][a-z0-9_]{0,254}$/.test(part)) return part
  throw new RangeError(`${shown(part)} is not a SQL name: a lower case letter, then lower case letters, digits and "_"`)
}

/** Hive reads a backslash as an escape and Trino does not: a text that holds one would differ between the two. */
function literal(parts: readonly unknown[]): string {
  const texts = given(parts).map((part) => {
    if (part instanceof Parameter) return part.toString()
    if (typeof part === 'string' && /^[^\\'\p{Cc}]*$/u.test(part) && !part.includes('${')) return part
    throw new RangeError(
      `${shown(part)} is not a SQL text: quotes, backslashes, control characters and "\${" are refused`,
    )
  })
  return `'${texts.join('')}'`
}

function columnType(type: unknown): string {
  if (typeof type === 'string' && /^(bigint|date|decimal\((?:[1-9]|[12]\d|3[0-8]),\d{1,2}\))$/.test(type)) return type
  throw new RangeError(`${shown(type)} is not a column type that MySQL, Hive and Iceberg share`)
}

function columnOf(table: { columns: readonly Column[] }, name: string): Column {
  const column = table.columns.find((column) => column.name === name)
  if (!column)
    throw new RangeError(`No column ${shown(name)}: there are ${table.columns.map(({ name }) => name).join(', ')}`)
  return column
}

function zeroOf(type: string): string {
  if (type === 'date') return `DATE '1970-01-01'`
  return type === 'bigint' ? '0' : `CAST(0 AS ${type})`
}

function partitionOf({ transform, column }: PartitionField): string {
  if (!['year', 'month', 'day'].includes(transform))
    throw new RangeError(`${shown(transform)} is not a partition transform`)
  return `${transform}(${quotedName([column, undefined], '`')})`
}

function shown(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value)
}
