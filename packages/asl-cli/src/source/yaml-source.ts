import {
  isAlias,
  isMap,
  isScalar,
  isSeq,
  parseAllDocuments,
  type Document,
  type Node,
  type Pair,
  type ScalarTag,
  type CollectionTag,
} from 'yaml'
import { maxDepth, SyntaxProblem } from './json-source.js'
import type { Entry, MapNode, Place, ScalarNode, SourceNode } from './source-node.js'
import type { SourceText } from './source-text.js'
import { yamlOffsets } from './yaml-offsets.js'

/** How many values the aliases of a file may stand for before it is refused as an alias bomb. */
const maxAliasedValues = 200_000

/**
 * Reads YAML 1.2 (with `<<` merges) with the place of each value and key. CloudFormation's short tags stay on their nodes
 * as `tag`: `!Sub`.
 *
 * @returns One node a document; an empty document is `null`.
 * @throws {SyntaxProblem} Where the text stops being YAML, where an alias contains itself, and for alias bombs.
 */
export function readYaml(source: SourceText): SourceNode[] {
  const documents = parse(source)
  for (const document of documents) {
    const error = document.errors[0]
    if (error) throw problemOf(error.message, source, error.pos[0], error.pos[1])
  }
  return documents.map((document) => new Reader(source, document).read())
}

function parse(source: SourceText): Document.Parsed[] {
  try {
    const documents = parseAllDocuments(source.text, {
      version: '1.2',
      merge: true,
      keepSourceTokens: false,
      prettyErrors: false,
      logLevel: 'error',
      uniqueKeys: false, // its search is quadratic; entries() looks for itself
      customTags: (tags) => [...tags, ...cloudFormationTags],
    })
    return Array.isArray(documents) ? (documents as Document.Parsed[]) : []
  } catch (error) {
    // The parser is recursive: what is nested too deeply ends in the stack's own error.
    if (error instanceof RangeError) throw problemOf(`Values are nested deeper than ${maxDepth} levels.`, source, 0, 0)
    throw problemOf(error instanceof Error ? error.message : String(error), source, 0, 0)
  }
}

function problemOf(message: string, source: SourceText, start: number, end: number): SyntaxProblem {
  const text = message.replace(/\s+/g, ' ').trim()
  return new SyntaxProblem(text.endsWith('.') ? text : `${text}.`, { source, start, end })
}

/** The functions that CloudFormation and SAM write as tags; each may stand on a scalar, a sequence or a mapping. */
const functionNames =
  'Ref Condition And Base64 Cidr Equals FindInMap ForEach GetAtt GetAZs If ImportValue Join Length Not Or Select Split Sub ToJsonString Transform'
const cloudFormationTags = functionNames.split(' ').flatMap((name): (ScalarTag | CollectionTag)[] => [
  { tag: `!${name}`, resolve: (text: string) => text },
  { tag: `!${name}`, collection: 'seq' },
  { tag: `!${name}`, collection: 'map' },
])

class Reader {
  private readonly nodes = new Map<Node, SourceNode>()
  private readonly open = new Set<Node>()
  private readonly source: SourceText
  private readonly document: Document.Parsed

  constructor(source: SourceText, document: Document.Parsed) {
    this.source = source
    this.document = document
  }

  read(): SourceNode {
    const { contents } = this.document
    if (!contents) return this.empty(this.document.range?.[0] ?? 0)
    const root = this.node(contents as Node, 0)
    if (this.sizes.size > 0) this.refuseBombs(root, contents as Node)
    return root
  }

  private readonly sizes = new Map<SourceNode, number>()

  private node(node: Node | null, depth: number): SourceNode {
    if (node === null) return this.empty(0)
    if (depth > maxDepth) this.fail(`Values are nested deeper than ${maxDepth} levels.`, node)
    if (isAlias(node)) return this.alias(node, depth)
    const known = this.nodes.get(node)
    if (known) return known
    this.open.add(node)
    const read = this.fresh(node, depth)
    this.open.delete(node)
    this.nodes.set(node, read)
    return read
  }

  private alias(node: Node & { source: string }, depth: number): SourceNode {
    const target = (node as unknown as { resolve(document: Document): Node | undefined }).resolve(this.document)
    if (!target) this.fail(`No anchor "&${node.source}" stands before this alias.`, node)
    if (this.open.has(target)) this.fail(`The alias "*${node.source}" contains itself: JSON has no such value.`, node)
    const read = this.node(target, depth)
    this.sizes.set(read, 0)
    return read
  }

  private fresh(node: Node, depth: number): SourceNode {
    const place = this.placeOf(node)
    const tag = node.tag?.startsWith('!') && !node.tag.startsWith('!!') ? { tag: node.tag } : {}
    if (isSeq(node)) {
      return {
        kind: 'list',
        ...place,
        ...tag,
        items: node.items.map((item) => this.node(item as Node | null, depth + 1)),
      }
    }
    if (isMap(node)) return { kind: 'map', ...place, ...tag, entries: this.entries(node.items as Pair[], depth) }
    if (isScalar(node)) return { ...this.scalar(node, place), ...tag }
    return this.empty(place.start)
  }

  private entries(pairs: readonly Pair[], depth: number): Map<string, Entry> {
    const entries = new Map<string, Entry>()
    const merged: SourceNode[] = []
    for (const pair of pairs) {
      const keyNode = pair.key as Node | null
      const key = isScalar(keyNode) ? keyNode.value : undefined
      const value =
        pair.value === null ? this.empty(keyNode?.range?.[1] ?? 0) : this.node(pair.value as Node, depth + 1)
      if (typeof key === 'symbol' || (key === '<<' && isScalar(keyNode) && keyNode.type === 'PLAIN')) {
        merged.push(...(value.kind === 'list' ? value.items : [value]))
        continue
      }
      if (!keyNode || !isScalar(keyNode))
        this.fail('A key is a mapping or a sequence: JSON has string keys only.', keyNode)
      const written = typeof key === 'string' ? key : (keyNode.source ?? String(key))
      if (entries.has(written)) this.fail(`The key "${written}" is written twice in one mapping.`, keyNode)
      entries.set(written, { key: this.placeOf(keyNode), value })
    }
    for (const map of merged) {
      if (map.kind !== 'map') continue
      for (const [key, entry] of map.entries) if (!entries.has(key)) entries.set(key, entry)
    }
    return entries
  }

  private scalar(node: Node & { value: unknown; source?: string; type?: string }, place: Place): ScalarNode {
    const { value } = node
    const plain = typeof value === 'bigint' ? Number(value) : value
    if (typeof plain === 'number' || typeof plain === 'boolean' || plain === null) {
      return { kind: 'scalar', ...place, value: plain, offsetOf: () => place.start }
    }
    const text = typeof plain === 'string' ? plain : (node.source ?? String(plain))
    let offsets: Uint32Array | undefined
    return {
      kind: 'scalar',
      ...place,
      value: text,
      offsetOf: (index) => {
        offsets ??= yamlOffsets(this.source.text, place.start, place.end, text)
        return offsets[Math.min(index, text.length)]!
      },
    }
  }

  private empty(start: number): ScalarNode {
    return { kind: 'scalar', source: this.source, start, end: start, value: null, offsetOf: () => start }
  }

  private placeOf(node: Node): Place {
    const [start, end] = node.range ?? [0, 0]
    return { source: this.source, start, end }
  }

  /** Counts what the aliases stand for, each shared node once, so that a bomb costs nothing to see. */
  private refuseBombs(root: SourceNode, contents: Node): void {
    const sizes = new Map<SourceNode, number>()
    const size = (node: SourceNode): number => {
      if (node.kind === 'scalar') return 1
      const known = sizes.get(node)
      if (known !== undefined) return known
      let total = 1
      if (node.kind === 'list') for (const item of node.items) total += size(item)
      else for (const { value } of (node as MapNode).entries.values()) total += size(value)
      sizes.set(node, total)
      return total
    }
    let written = 0
    const total = size(root)
    for (const node of sizes.keys())
      written += node.kind === 'list' ? node.items.length : (node as MapNode).entries.size
    if (total > maxAliasedValues && total > 2 * written) {
      this.fail(
        `The aliases of this file stand for ${total > 1e9 ? 'billions of' : total.toLocaleString('en')} values: refused, because reading them would fill the memory.`,
        contents,
      )
    }
  }

  private fail(message: string, node: Node | null): never {
    const [start, end] = node?.range ?? [0, 0]
    throw new SyntaxProblem(message, { source: this.source, start, end: Math.max(start, Math.min(end, start + 1)) })
  }
}
