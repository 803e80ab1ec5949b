import { sourceTables, userTransactions, type Column } from 'pipeline-def'

/** `data-dictionary.md`: every table and column, as the table model has them. */
export function dataDictionary(): string {
  const sections = sourceTables.map(
    ({ name, schema, description, columns, primaryKey, prefix }) => `## ${name}

${description} MySQL: \`${schema}.${name}\`. Athena: an external table over the text files below \`${prefix}\` of the data location.
Its key is ${list(primaryKey)}; MySQL need not enforce it.

${table(columns)}`,
  )
  const { name, description, columns, key, prefix } = userTransactions
  return `# Data dictionary

${sections.join('\n')}
## ${name}

${description} Athena: an Iceberg table (v2, Parquet) below \`${prefix}\` of the data location.
One row per ${list(key)}; NULL is a value of the key like any other.

${table(columns)}`
}

/** `lineage.md`: where the report's values come from. */
export function lineage(): string {
  const { name, columns } = userTransactions
  const rows = columns.map(
    (column) => `| \`${column.name}\` | ${column.from.map((from) => `\`${from}\``).join(', ')} | ${column.rule} |\n`,
  )
  const arrows = columns.flatMap((column) =>
    column.from.map((from) => `  ${id(from)} --> ${id(`${name}.${column.name}`)}\n`),
  )
  const box = (name: string, columns: readonly { name: string }[]) =>
    `  subgraph ${id(name)}_table["${name}"]\n${columns.map((column) => `    ${id(`${name}.${column.name}`)}["${column.name}"]\n`).join('')}  end\n`
  return `# Lineage of ${name}

MySQL's tables are exported to text files, which external tables of the same names and columns read; one MERGE makes the report equal
to them.

| Column | Comes from | How |
|---|---|---|
${rows.join('')}
\`\`\`mermaid
flowchart LR
${[...sourceTables, userTransactions].map((table) => box(table.name, table.columns)).join('')}${arrows.join('')}\`\`\`
`
}

function table(columns: readonly Column[]): string {
  const rows = columns.map(({ name, type, description }) => `| \`${name}\` | \`${type}\` | ${description} |\n`)
  return `| Column | Type in Athena | Meaning |\n|---|---|---|\n${rows.join('')}`
}

const list = (names: readonly string[]): string => names.map((name) => `\`${name}\``).join(' and ')
const id = (name: string): string => name.replace('.', '__')
