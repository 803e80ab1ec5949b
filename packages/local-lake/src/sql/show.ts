import type { Reader } from './reader.js'
import type { Statement } from './statement.js'
import { readTableName } from './table-name.js'
import { refuse } from './unsupported.js'

/** `SHOW ...`, after this word. */
export function readShow(reader: Reader): Statement {
  if (reader.accepts('databases') || reader.accepts('schemas'))
    return { kind: 'show databases', ...readPattern(reader) }
  if (reader.accepts('tables')) return { kind: 'show tables', ...readDatabase(reader), ...readPattern(reader) }
  if (reader.accepts('views')) return { kind: 'show views', ...readDatabase(reader), ...readPattern(reader) }
  if (reader.accepts('create', 'table')) return { kind: 'show create table', name: readTableName(reader) }
  if (reader.accepts('create', 'view')) return { kind: 'show create view', name: readTableName(reader) }
  if (reader.accepts('partitions')) return { kind: 'show partitions', name: readTableName(reader) }
  if (reader.accepts('tblproperties')) {
    const name = readTableName(reader)
    if (!reader.accepts('(')) return { kind: 'show properties', name }
    const property = reader.string()
    reader.expects(')')
    return { kind: 'show properties', name, property }
  }
  if (reader.accepts('columns')) {
    if (!reader.accepts('in')) reader.expects('from')
    const name = readTableName(reader)
    return { kind: 'show columns', name: name.database === undefined ? { ...name, ...readDatabase(reader) } : name }
  }
  return refuse(`SHOW ${reader.next().text.toUpperCase()}`)
}

function readDatabase(reader: Reader): { database?: string } {
  return reader.accepts('in') || reader.accepts('from') ? { database: reader.name() } : {}
}

function readPattern(reader: Reader): { pattern?: string } {
  return reader.accepts('like') || reader.peek()?.kind === 'string' ? { pattern: reader.string() } : {}
}

/**
 * Whether a name fits the pattern of `SHOW TABLES` and `SHOW DATABASES`: `*` stands for any characters, `|` for "or",
 * and letters count in either case.
 */
export function fitsPattern(name: string, pattern: string | undefined): boolean {
  if (pattern === undefined) return true
  return pattern
    .trim()
    .split('|')
    .some((alternative) => fitsPieces(name.toLowerCase(), alternative.toLowerCase().split('*')))
}

function fitsPieces(name: string, [first, ...others]: readonly string[]): boolean {
  if (first === undefined || !name.startsWith(first)) return false
  const last = others.pop()
  if (last === undefined) return name === first
  let at = first.length
  for (const piece of others) {
    const found = name.indexOf(piece, at)
    if (found === -1) return false
    at = found + piece.length
  }
  return name.length - last.length >= at && name.endsWith(last)
}
