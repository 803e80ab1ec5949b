import { tokensOf } from 'asl-builder/diagnostics'
import type { SourceText } from './source-text.js'

/** A stretch of a text: offsets in UTF-16 code units, the end exclusive. */
export interface Place {
  source: SourceText
  start: number
  end: number
}

/** A string, number, boolean or null as it was written. */
export interface ScalarNode extends Place {
  kind: 'scalar'
  value: string | number | boolean | null
  /** The offset in `source` of the character at `index` of a string value: escapes, folding and indentation undone. */
  offsetOf(index: number): number
  tag?: string
}

/** An entry of a map: its key's place and its value. */
export interface Entry {
  key: Place
  value: SourceNode
}

/** A JSON object or YAML mapping. */
export interface MapNode extends Place {
  kind: 'map'
  entries: Map<string, Entry>
  tag?: string
}

/** A JSON array or YAML sequence. */
export interface ListNode extends Place {
  kind: 'list'
  items: SourceNode[]
  tag?: string
}

/** A value as the user wrote it, and where. YAML aliases share a node. */
export type SourceNode = ScalarNode | MapNode | ListNode

/** The plain value of a node: what `JSON.parse` would have given. Shared nodes give one shared value. */
export function valueOf(node: SourceNode): unknown {
  return plain(node, new Map())
}

function plain(node: SourceNode, seen: Map<SourceNode, unknown>): unknown {
  if (node.kind === 'scalar') return node.value
  const known = seen.get(node)
  if (known !== undefined) return known
  if (node.kind === 'list') {
    const list: unknown[] = []
    seen.set(node, list)
    for (const item of node.items) list.push(plain(item, seen))
    return list
  }
  const object: Record<string, unknown> = {}
  seen.set(node, object)
  for (const [key, entry] of node.entries) {
    const value = plain(entry.value, seen)
    // An assignment to `__proto__` would set the prototype.
    if (key === '__proto__')
      Object.defineProperty(object, key, { value, enumerable: true, configurable: true, writable: true })
    else object[key] = value
  }
  return object
}

/** The value of a map's entry; `undefined` for an absent key and for what is no map. */
export function child(node: SourceNode | undefined, key: string): SourceNode | undefined {
  return node?.kind === 'map' ? node.entries.get(key)?.value : undefined
}

/** The string that a node is, or `undefined`. */
export function stringOf(node: SourceNode | undefined): string | undefined {
  return node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined
}

/** The text of a string scalar, each character still knowing its place in the file. */
export function textOf(node: ScalarNode): SourceText {
  return {
    text: String(node.value),
    offsetInFile: (offset) =>
      node.source.offsetInFile(typeof node.value === 'string' ? node.offsetOf(offset) : node.start),
  }
}

/** Offsets in the file, the end exclusive. */
export interface Span {
  start: number
  end: number
}

/** Where a place stands in the file. */
export function spanOf({ source, start, end }: Place): Span {
  const from = source.offsetInFile(start)
  return { start: from, end: end > start ? Math.max(from, source.offsetInFile(end - 1) + 1) : from }
}

/**
 * Where to point for a diagnostic at `location`: the characters of `range` in a string, a scalar, the key of an object or
 * list (not its many lines), or the nearest of these that was written.
 *
 * @param key A key of the object at `location` that is meant; pointed at itself, not at its value.
 */
export function locate(root: SourceNode, location: string, range?: { start: number; end: number }, key?: string): Span {
  let node = root
  let written: Place | undefined
  for (const token of tokensOf(location)) {
    const entry = node.kind === 'map' ? node.entries.get(token) : undefined
    const next = entry?.value ?? (node.kind === 'list' ? node.items[Number(token)] : undefined)
    if (!next) break
    written = entry?.key
    node = next
  }
  const meant = key !== undefined && node.kind === 'map' ? node.entries.get(key) : undefined
  if (meant) return spanOf(meant.key)
  if (node.kind !== 'scalar') return written ? spanOf(written) : opening(node)
  return range && typeof node.value === 'string' ? spanOf(characters(node, range)) : spanOf(node)
}

/** Where characters of a string's value were written. */
function characters({ source, offsetOf }: ScalarNode, { start, end }: { start: number; end: number }): Place {
  const first = offsetOf(start)
  return { source, start: first, end: end > start ? Math.max(first, offsetOf(end - 1)) + 1 : first }
}

/** The first line's worth of an object or list that has no key: `{`, or the first key of a YAML mapping. */
function opening(node: MapNode | ListNode): Span {
  const first = node.kind === 'map' ? node.entries.values().next().value?.key : undefined
  const bracket = /[{[]/.test(node.source.text[node.start] ?? '')
  if (!bracket && first) return spanOf(first)
  return spanOf({ source: node.source, start: node.start, end: Math.min(node.start + 1, node.end) })
}
