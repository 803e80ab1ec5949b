import type { ColumnType } from './column-type.js'
import type { Token } from './tokens.js'

/** A table or view, as a statement names it. Without a database the session's is meant. */
export interface TableName {
  readonly database?: string
  readonly table: string
}

export interface Column {
  readonly name: string
  readonly type: ColumnType
  readonly comment?: string
}

/** How Iceberg derives a partition from a column. `width` is the W of `truncate`. */
export interface PartitionField {
  readonly column: string
  readonly transform: 'identity' | 'year' | 'month' | 'day' | 'hour' | 'truncate'
  readonly width?: number
}

/** How the lines of a text table are cut into fields. */
export interface RowFormat {
  readonly serde: 'delimited' | 'opencsv' | 'parquet'
  /** The class as `SHOW CREATE TABLE` prints it. */
  readonly library: string
  readonly properties: Readonly<Record<string, string>>
}

export interface CreateTable {
  readonly kind: 'create table'
  readonly name: TableName
  readonly external: boolean
  readonly ifNotExists: boolean
  readonly columns: readonly Column[]
  /** Iceberg: derived from columns. */
  readonly partitionFields: readonly PartitionField[]
  /** External: columns beside the others, whose values stand in the path. */
  readonly partitionColumns: readonly Column[]
  readonly format?: RowFormat
  readonly location?: string
  readonly comment?: string
  readonly properties: Readonly<Record<string, string>>
}

/** `WITH (name = value, ...)` of a CTAS: text, numbers and `ARRAY['a']`. */
export type TableOptions = Readonly<Record<string, string | readonly string[]>>

export interface MergeClause {
  readonly matched: boolean
  readonly condition: readonly Token[]
  readonly action:
    | { readonly kind: 'update'; readonly assignments: readonly Assignment[] }
    | { readonly kind: 'delete' }
    | {
        readonly kind: 'insert'
        readonly columns: readonly string[] | undefined
        readonly values: readonly (readonly Token[])[]
      }
}

export interface Assignment {
  readonly column: string
  readonly value: readonly Token[]
}

/** Everything this Athena understands. Queries inside stay tokens: DuckDB reads them after rewriting. */
export type Statement =
  | {
      readonly kind: 'create database'
      readonly database: string
      readonly ifNotExists: boolean
      readonly location?: string
      readonly comment?: string
    }
  | { readonly kind: 'drop database'; readonly database: string; readonly ifExists: boolean; readonly cascade: boolean }
  | CreateTable
  | {
      readonly kind: 'create table as'
      readonly name: TableName
      readonly ifNotExists: boolean
      readonly options: TableOptions
      readonly query: readonly Token[]
      readonly withData: boolean
    }
  | {
      readonly kind: 'create view'
      readonly name: TableName
      readonly orReplace: boolean
      readonly query: readonly Token[]
    }
  | { readonly kind: 'drop table' | 'drop view'; readonly name: TableName; readonly ifExists: boolean }
  | { readonly kind: 'add columns'; readonly name: TableName; readonly columns: readonly Column[] }
  | { readonly kind: 'set location'; readonly name: TableName; readonly location: string }
  | { readonly kind: 'set properties'; readonly name: TableName; readonly properties: Readonly<Record<string, string>> }
  | {
      readonly kind: 'add partitions' | 'drop partitions'
      readonly name: TableName
      readonly lenient: boolean
      readonly partitions: readonly { readonly values: Readonly<Record<string, string>>; readonly location?: string }[]
    }
  | { readonly kind: 'repair'; readonly name: TableName }
  | { readonly kind: 'show tables' | 'show views'; readonly database?: string; readonly pattern?: string }
  | { readonly kind: 'show databases'; readonly pattern?: string }
  | {
      readonly kind: 'show columns' | 'show create table' | 'show create view' | 'show partitions' | 'describe'
      readonly name: TableName
    }
  | { readonly kind: 'show properties'; readonly name: TableName; readonly property?: string }
  | { readonly kind: 'query'; readonly query: readonly Token[] }
  | {
      readonly kind: 'insert'
      readonly name: TableName
      readonly columns: readonly string[] | undefined
      readonly query: readonly Token[]
    }
  | {
      readonly kind: 'update'
      readonly name: TableName
      readonly assignments: readonly Assignment[]
      readonly where: readonly Token[]
    }
  | { readonly kind: 'delete'; readonly name: TableName; readonly where: readonly Token[] }
  | {
      readonly kind: 'merge'
      readonly name: TableName
      readonly alias: string
      readonly source: readonly Token[]
      readonly sourceAlias: string
      /** New names for the source's columns; empty: its own. */
      readonly sourceColumns: readonly string[]
      readonly on: readonly Token[]
      readonly clauses: readonly MergeClause[]
    }
  | { readonly kind: 'optimize'; readonly name: TableName; readonly where: readonly Token[] }
  | { readonly kind: 'vacuum'; readonly name: TableName }

/** What `GetQueryExecution` calls the statement. */
export function statementTypeOf(statement: Statement): {
  StatementType: 'DDL' | 'DML' | 'UTILITY'
  SubstatementType: string
} {
  switch (statement.kind) {
    case 'query':
      return { StatementType: 'DML', SubstatementType: 'SELECT' }
    case 'insert':
    case 'update':
    case 'delete':
    case 'merge':
    case 'vacuum':
      return { StatementType: 'DML', SubstatementType: statement.kind.toUpperCase() }
    case 'describe':
      return { StatementType: 'UTILITY', SubstatementType: 'DESCRIBE_TABLE' }
    case 'repair':
      return { StatementType: 'DDL', SubstatementType: 'MSCK_REPAIR' }
    case 'create table as':
      return { StatementType: 'DDL', SubstatementType: 'CREATE_TABLE_AS_SELECT' }
    case 'add columns':
    case 'set location':
    case 'set properties':
    case 'add partitions':
    case 'drop partitions':
      return { StatementType: 'DDL', SubstatementType: `ALTER_TABLE_${statement.kind.toUpperCase().replace(' ', '_')}` }
    case 'show properties':
      return { StatementType: 'UTILITY', SubstatementType: 'SHOW_TBLPROPERTIES' }
    default: {
      const name = statement.kind.toUpperCase().replaceAll(' ', '_')
      return { StatementType: name.startsWith('SHOW') ? 'UTILITY' : 'DDL', SubstatementType: name }
    }
  }
}
