import { relative } from 'node:path'
import { extractionsAt, userTransactions } from 'pipeline-def/tables'
import { bucket, places } from './places.js'
import type { Outcome } from './outcome.js'
import type { PipelineLake } from './lake.js'

/** Rows of the report that people are shown. */
export const shownRows = 20

/** An outcome for people: the report, where the files are, and what went wrong. */
export function printed({ status, error, cause, report, tables }: Outcome, lake: PipelineLake): string {
  const rows = tables.find(({ name }) => name === userTransactions.name)?.rows ?? 0
  const more = rows > report.length ? [`... and ${(rows - report.length).toLocaleString('en')} more`] : []
  const reason = status === 'SUCCEEDED' ? [] : [[status, error, cause].filter(Boolean).join(': '), '']
  return [...reason, ...tableLines(report), ...more, '', ...placeLines(tables, lake)].join('\n')
}

function tableLines(report: Outcome['report']): string[] {
  const names = userTransactions.columns.map(({ name }) => name)
  const cells = [names, ...report.map((row) => names.map((name) => row[name] ?? 'NULL'))]
  const widths = names.map((_, column) => Math.max(...cells.map((row) => row[column]!.length)))
  const isNumber = userTransactions.columns.map(({ type }) => type !== 'date')
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (isNumber[at] ? cell.padStart(widths[at]!) : cell.padEnd(widths[at]!)))
      .join('  ')
      .trimEnd()
  const [head, ...body] = cells.map(line)
  return [head!, widths.map((width) => '-'.repeat(width)).join('  '), ...body]
}

/** Where each table's files are, seen from the working directory. */
function placeLines(tables: Outcome['tables'], lake: PipelineLake): string[] {
  const { tables: sources } = extractionsAt(places.DataLocation)
  const prefixes = new Map(sources.map(({ name, prefix }) => [name, prefix]))
  const start = places.DataLocation.slice(`s3://${bucket}/`.length)
  return tables.map(({ name, rows }) => {
    const prefix = prefixes.get(name) ?? `${start}${userTransactions.prefix}`
    const folder = relative(process.cwd(), `${lake.bucketFolder}/${prefix}`)
    return `${name.padEnd(18)}${`${rows.toLocaleString('en')} rows`.padStart(16)}  ${folder}`
  })
}
