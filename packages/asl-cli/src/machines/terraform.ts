import { pointer } from 'asl-builder/diagnostics'
import { readJson } from '../source/json-source.js'
import { child, spanOf, stringOf, textOf, type MapNode, type SourceNode } from '../source/source-node.js'
import { joined, type Piece, type SourceText } from '../source/source-text.js'
import { embedded } from './embedded.js'
import type { Found, Reference, SourceFile } from './found.js'

/** Whether a document is Terraform's JSON syntax with a state machine in it. */
export function isTerraform(root: SourceNode): root is MapNode {
  return blocks(child(root, 'resource')).some(([, kinds]) => child(kinds, 'aws_sfn_state_machine') !== undefined)
}

/** The `aws_sfn_state_machine` resources of a `.tf.json` file. */
export function* machinesOfTerraform(file: SourceFile, root: MapNode): Generator<Found | Reference> {
  for (const [resourceAt, kinds] of blocks(child(root, 'resource'), '/resource')) {
    for (const [namesAt, names] of blocks(
      child(kinds, 'aws_sfn_state_machine'),
      pointer(resourceAt, 'aws_sfn_state_machine'),
    )) {
      if (names.kind !== 'map') continue
      for (const [name, { value }] of names.entries) {
        for (const [at, block] of blocks(value, pointer(namesAt, name))) yield* machineOfBlock(file, name, at, block)
      }
    }
  }
}

function* machineOfBlock(file: SourceFile, name: string, at: string, block: SourceNode): Generator<Found | Reference> {
  const declared = stringOf(child(block, 'type'))
  const type = declared === 'EXPRESS' || declared === 'STANDARD' ? declared : undefined
  const definition = child(block, 'definition')
  const place = pointer(at, 'definition')
  const text = stringOf(definition)
  if (!definition || definition.kind !== 'scalar' || text === undefined) {
    yield {
      kind: 'out of sight',
      file,
      pointer: place,
      reason: `"${name}" is not checked: its "definition" is no text.`,
    }
    return
  }
  const path = /^\$\{\s*(?:file|templatefile)\(\s*"(?:\$\{path\.(?:module|root)\}\/)?([^"$]+)"\s*[,)][^]*\}$/.exec(
    text,
  )?.[1]
  if (path !== undefined) {
    yield { kind: 'reference', file, pointer: place, path, ...(type && { type }), span: spanOf(definition) }
    return
  }
  const source = withoutExpressions(textOf(definition))
  if (/^\s*\$\{[^{}]*\}\s*$/.test(source.text)) {
    const reason = `"${name}" is not checked: its definition is an expression, known to Terraform only.`
    yield { kind: 'out of sight', file, pointer: place, reason }
    return
  }
  yield embedded(file, place, source, readJson, type)
}

/** A block may be written as an object or as a list of objects. */
function blocks(node: SourceNode | undefined, at = ''): [at: string, node: SourceNode][] {
  if (!node) return []
  return node.kind === 'list' ? node.items.map((item, index) => [pointer(at, index), item]) : [[at, node]]
}

/** Terraform's `${expression}` as `${name}`, so that quotes and braces in the expression do not end the text around it. */
function withoutExpressions(source: SourceText): SourceText {
  const { text } = source
  const pieces: Piece[] = []
  let done = 0
  for (let at = text.indexOf('${'); at >= 0; at = text.indexOf('${', at)) {
    const end = expressionEnd(text, at)
    const escaped = text[at - 1] === '$'
    const name = text.slice(at + 2, end - 1).replace(/[^\w.]+/g, '_') || 'expression'
    const from = escaped ? at - 1 : at
    pieces.push({ text: text.slice(done, from), source, start: done })
    if (escaped) {
      done = at
      at += 2
    } else {
      pieces.push({ text: `\${${name}}`, source, start: at, fixed: true })
      done = end
      at = end
    }
  }
  if (done === 0) return source
  pieces.push({ text: text.slice(done), source, start: done })
  return joined(pieces)
}

/** Where the `${` at `start` ends: behind its `}`; braces in strings of the expression do not count, expressions in them do. */
function expressionEnd(text: string, start: number): number {
  const open: ('{' | '"')[] = []
  for (let at = start + 1; at < text.length; at++) {
    const character = text[at]
    if (open.at(-1) === '"') {
      if (character === '"') open.pop()
      else if (character === '\\') at++
      else if (text.startsWith('${', at)) {
        open.push('{')
        at++
      }
    } else if (character === '{' || character === '"') open.push(character)
    else if (character === '}') {
      open.pop()
      if (open.length === 0) return at + 1
    }
  }
  return text.length
}
