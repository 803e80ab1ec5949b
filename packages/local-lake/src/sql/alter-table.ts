import { readColumn, readProperties } from './create-table.js'
import type { Reader } from './reader.js'
import type { Statement } from './statement.js'
import { readTableName } from './table-name.js'
import { refuse } from './unsupported.js'

/** `ALTER TABLE`, after these two words. */
export function readAlter(reader: Reader): Statement {
  const name = readTableName(reader)
  if (reader.accepts('add', 'columns'))
    return { kind: 'add columns', name, columns: reader.listInParentheses(() => readColumn(reader)) }
  if (reader.accepts('set', 'location')) return { kind: 'set location', name, location: reader.string() }
  if (reader.accepts('set', 'tblproperties'))
    return { kind: 'set properties', name, properties: readProperties(reader) }
  if (reader.accepts('add')) {
    const lenient = reader.accepts('if', 'not', 'exists')
    const partitions = [readPartition(reader)]
    while (reader.sees('partition')) partitions.push(readPartition(reader))
    return { kind: 'add partitions', name, lenient, partitions }
  }
  if (reader.accepts('drop')) {
    const lenient = reader.accepts('if', 'exists')
    if (!reader.sees('partition')) return refuse(`ALTER TABLE DROP ${reader.next().text.toUpperCase()}`)
    const partitions = [readPartition(reader)]
    while (reader.accepts(',')) partitions.push(readPartition(reader))
    return { kind: 'drop partitions', name, lenient, partitions }
  }
  return refuse(
    `ALTER TABLE ${[reader.next(), reader.peek()].map((token) => token?.text.toUpperCase() ?? '').join(' ')}`,
  )
}

function readPartition(reader: Reader): { values: Record<string, string>; location?: string } {
  reader.expects('partition')
  const values = reader.listInParentheses((): [string, string] => {
    const column = reader.name()
    reader.expects('=')
    return [column, reader.peek()?.kind === 'number' ? reader.next().text : reader.string()]
  })
  return { values: Object.fromEntries(values), ...(reader.accepts('location') && { location: reader.string() }) }
}
