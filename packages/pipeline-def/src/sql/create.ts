import type { ReportTable, SourceTable } from '../tables/table.js'
import type { Parameter } from './parameter.js'
import { sqlTemplate } from './template.js'

/** `CREATE DATABASE`, for a database that may exist. */
export const createDatabase = sqlTemplate<{ database: Parameter }>('CREATE DATABASE IF NOT EXISTS {{ddl database}}')

/** `SHOW TABLES` for exactly the given names: other tables and views do not lengthen its result. */
export function showTables(database: Parameter, names: readonly string[]): string {
  return show({ database, names })
}
const show = sqlTemplate<{ database: Parameter; names: readonly string[] }>(
  `SHOW TABLES IN {{ddl database}} {{pattern names}}`,
)

/** The external table over the text files of a source table. */
export const createExternalTable = sqlTemplate<{ database: Parameter; location: Parameter; table: SourceTable }>(`
CREATE EXTERNAL TABLE IF NOT EXISTS {{ddl database table.name}} (
{{#each table.columns}}
  {{ddl name}} {{type type}}{{#unless @last}},{{/unless}}
{{/each}}
)
ROW FORMAT DELIMITED
FIELDS TERMINATED BY {{text table.format.delimiter}} ESCAPED BY '\\\\'
STORED AS TEXTFILE
LOCATION {{text location table.prefix}}
`)

/** The Iceberg table of the report. */
export const createIcebergTable = sqlTemplate<{ database: Parameter; location: Parameter; table: ReportTable }>(`
CREATE TABLE IF NOT EXISTS {{ddl database table.name}} (
{{#each table.columns}}
  {{ddl name}} {{type type}}{{#unless @last}},{{/unless}}
{{/each}}
)
{{#if table.partitionedBy}}
PARTITIONED BY ({{#each table.partitionedBy}}{{partition this}}{{#unless @last}}, {{/unless}}{{/each}})
{{/if}}
LOCATION {{text location table.prefix}}
TBLPROPERTIES (
  'table_type'='ICEBERG',
  'format'='parquet',
  'optimize_rewrite_delete_file_threshold'='10'
)
`)

/** A view of one row. It replaces a view of that name. */
export const createView = sqlTemplate<{ database: Parameter; view: string }>(
  'CREATE OR REPLACE VIEW {{dml database view}} AS SELECT 1 AS user_id',
)

/** Everything that a table or a view holds. */
export const selectAll = sqlTemplate<{ database: Parameter; view: string }>('SELECT * FROM {{dml database view}}')
