import { SyntaxProblem } from '../source/json-source.js'
import { spanOf, type Place, type SourceNode } from '../source/source-node.js'
import type { SourceText } from '../source/source-text.js'
import { machineAt, type Found, type MachineType, type SourceFile, type Unreadable } from './found.js'

/** A definition written as text: a machine, or why the text cannot be parsed. */
export function embedded(
  file: SourceFile,
  pointer: string,
  source: SourceText,
  read: (source: SourceText, onDuplicate: (key: string, place: Place) => void) => SourceNode,
  type?: MachineType,
  code: Unreadable['code'] = 'INVALID_JSON_DESCRIPTION',
): Found {
  try {
    const duplicates: { key: string; span: { start: number; end: number } }[] = []
    const root = read(source, (key, place) => duplicates.push({ key, span: spanOf(place) }))
    return machineAt(file, pointer, root, type, duplicates)
  } catch (error) {
    return unparsable(file, pointer, error, code)
  }
}

/** What a parser's error is to the user; anything but a `SyntaxProblem` is thrown again. */
export function unparsable(file: SourceFile, pointer: string, error: unknown, code: Unreadable['code']): Found {
  if (!(error instanceof SyntaxProblem)) throw error
  return { kind: 'unreadable', file, pointer, code, message: error.message, span: spanOf(error) }
}
