import { child, stringOf, textOf, type ScalarNode, type SourceNode } from '../source/source-node.js'
import { joined, type Piece, type SourceText } from '../source/source-text.js'

/** A call of one of CloudFormation's intrinsic functions: `!Sub text` and `{ "Fn::Sub": text }` alike. */
interface FunctionCall {
  /** Without `Fn::`: `Sub`. */
  name: string
  argument: SourceNode
}

/** The call that a node is, or `undefined`. */
export function functionCallOf(node: SourceNode): FunctionCall | undefined {
  if (node.tag) {
    const { tag, ...argument } = node
    return { name: tag.slice(1), argument }
  }
  if (node.kind !== 'map' || node.entries.size !== 1) return undefined
  const [key, entry] = node.entries.entries().next().value!
  if (key === 'Ref') return { name: key, argument: entry.value }
  return key.startsWith('Fn::') ? { name: key.slice(4), argument: entry.value } : undefined
}

/**
 * The text that a node will be once CloudFormation has run: literal text keeps its places in the file, what is known only at
 * deployment stays, or becomes, a `${Placeholder}`.
 *
 * @returns `undefined` for what is no text: an object, or a function whose result cannot be seen.
 */
export function deployedText(node: SourceNode): SourceText | undefined {
  const call = functionCallOf(node)
  if (!call) return node.kind === 'scalar' && node.value !== null ? textOf(node) : undefined
  const { name, argument } = call
  if (name === 'Sub') {
    const [text, values] = argument.kind === 'list' ? argument.items : [argument, undefined]
    return text?.kind === 'scalar' && typeof text.value === 'string'
      ? substituted(textOf(text), values, true)
      : undefined
  }
  if (name === 'Join') return joinedText(argument)
  if (name === 'If' && argument.kind === 'list') return argument.items[1] && deployedText(argument.items[1])
  const placeholder = placeholderOf(call)
  return placeholder === undefined ? undefined : fixed(placeholder, node)
}

function joinedText(argument: SourceNode): SourceText | undefined {
  const [separator, parts] = argument.kind === 'list' ? argument.items : []
  const between = separator && stringOf(separator)
  if (between === undefined || parts?.kind !== 'list') return undefined
  const pieces: Piece[] = []
  parts.items.forEach((part, index) => {
    if (index > 0) pieces.push({ text: between, source: part.source, start: part.start, fixed: true })
    const source = deployedText(part)
    if (source) pieces.push({ text: source.text, source, start: 0 })
    else pieces.push({ text: '${Value}', source: part.source, start: part.start, fixed: true })
  })
  return joined(pieces)
}

/** `${Name}` for a value that only a deployment knows. */
function placeholderOf({ name, argument }: FunctionCall): string | undefined {
  if (name === 'Ref') return `\${${stringOf(argument) ?? 'Ref'}}`
  if (name === 'GetAtt') {
    const path =
      argument.kind === 'list' ? argument.items.map((item) => stringOf(item) ?? 'Value').join('.') : stringOf(argument)
    return `\${${path ?? 'GetAtt'}}`
  }
  return /^(?:FindInMap|ImportValue|Select|Base64|GetAZs|Cidr|Split|Length)$/.test(name) ? `\${${name}}` : undefined
}

function fixed(text: string, node: SourceNode): SourceText {
  return joined([{ text, source: node.source, start: node.start, fixed: true }])
}

/**
 * Puts known values where a text has `${Name}`; other placeholders stay.
 *
 * @param values A map; only what it gives as text or number is known here.
 * @param escapes Whether `${!Name}` stands for the characters `${Name}`, as under `Fn::Sub`.
 */
export function substituted(source: SourceText, values: SourceNode | undefined, escapes: boolean): SourceText {
  const pieces: Piece[] = []
  let done = 0
  for (const match of source.text.matchAll(/\$\{(!?)([^{}]*)\}/g)) {
    const [written, bang, name] = match as unknown as [string, string, string]
    const value = bang ? undefined : child(values, name.trim())
    const text =
      bang && escapes ? { text: `\${${name}}`, source, start: match.index, fixed: true } : value && literal(value)
    if (!text) continue
    pieces.push({ text: source.text.slice(done, match.index), source, start: done }, text)
    done = match.index + written.length
  }
  if (done === 0) return source
  pieces.push({ text: source.text.slice(done), source, start: done })
  return joined(pieces)
}

function literal(value: SourceNode): Piece | undefined {
  if (functionCallOf(value) || value.kind !== 'scalar' || value.value === null) return undefined
  const source = textOf(value)
  return { text: source.text, source, start: 0 }
}

/**
 * An object written in a template, with each function in it replaced by the text it will be, or by a `${Placeholder}`.
 *
 * @returns `undefined` for `AWS::NoValue`.
 */
export function deployedNode(
  node: SourceNode,
  seen = new Map<SourceNode, SourceNode | undefined>(),
): SourceNode | undefined {
  if (seen.has(node)) return seen.get(node)
  const result = deploy(node, seen)
  seen.set(node, result)
  return result
}

function deploy(node: SourceNode, seen: Map<SourceNode, SourceNode | undefined>): SourceNode | undefined {
  const call = functionCallOf(node)
  if (call) {
    const { name, argument } = call
    if (name === 'Ref' && stringOf(argument) === 'AWS::NoValue') return undefined
    if (name === 'ToJsonString') return textNode(fixed('${ToJsonString}', node))
    if (name === 'If' && argument.kind === 'list') {
      const [, yes, no] = argument.items
      return (yes && deployedNode(yes, seen)) ?? (no && deployedNode(no, seen))
    }
    const text = deployedText(node) ?? fixed(`\${${name}}`, node)
    return textNode(text)
  }
  if (node.kind === 'list') {
    return { ...node, items: node.items.flatMap((item) => deployedNode(item, seen) ?? []) }
  }
  if (node.kind === 'map') {
    const entries = new Map(node.entries)
    for (const [key, entry] of node.entries) {
      const value = deployedNode(entry.value, seen)
      if (value) entries.set(key, { key: entry.key, value })
      else entries.delete(key)
    }
    return { ...node, entries }
  }
  return node
}

function textNode(source: SourceText): ScalarNode {
  return { kind: 'scalar', source, start: 0, end: source.text.length, value: source.text, offsetOf: (index) => index }
}
