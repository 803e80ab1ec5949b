import { isObject } from '../model/json.js'
import { limits } from '../model/limits.js'
import { parseIntrinsic, type IntrinsicArgument, type IntrinsicCall } from '../syntax/intrinsic.js'
import type { Path } from '../syntax/json-path.js'
import { isParseError, type ParseError } from '../syntax/parse-error.js'
import { parsePath } from '../syntax/parse-path.js'
import { delimitersOf, parseAllJsonata, type Delimited, type JsonataExpression } from '../syntax/jsonata.js'
import { at, type Place } from './place.js'
import type { FieldNode } from './reading.js'

/** A `{% … %}` where one is evaluated. */
export interface ExpressionNode {
  readonly text: string
  readonly expression: JsonataExpression
  readonly place: Place
  readonly field: FieldNode
}

/** A string whose delimiters do not make it an expression, where one is evaluated. */
export interface MisdelimitedNode {
  readonly text: string
  readonly delimited: Exclude<Delimited, 'expression' | 'text'>
  readonly place: Place
}

/** What JSONPath would look up, in a JSONata state: a text, or the name of a key that ends in `.$`. */
export interface LookalikeNode {
  readonly text: string
  readonly isKey: boolean
  readonly place: Place
}

/** An object of a payload template, at any depth. */
export interface TemplateNode {
  readonly value: Readonly<Record<string, unknown>>
  readonly place: Place
  readonly field: FieldNode
}

/** A string where JSONPath is read: a field of its own, or the value of a key that ends in `.$`. */
export interface PathNode {
  readonly text: string
  readonly kind: 'path' | 'referencePath' | 'pathOrIntrinsic'
  /** The place of the string. */
  readonly place: Place
  /** The payload template's object and the key, for a key that ends in `.$`. */
  readonly within?: { place: Place; key: string }
  readonly field: FieldNode
  readonly parsed: Path | IntrinsicCall | ParseError
}

/** The small languages of a document, where they stand. */
export interface Strings {
  readonly misdelimited: readonly MisdelimitedNode[]
  readonly lookalikes: readonly LookalikeNode[]
  readonly expressions: readonly ExpressionNode[]
  readonly templates: readonly TemplateNode[]
  readonly paths: readonly PathNode[]
}

/** Collects every string that is more than text, by the fields that hold them. */
export function stringsIn(fields: readonly FieldNode[]): Strings {
  const misdelimited: MisdelimitedNode[] = []
  const lookalikes: LookalikeNode[] = []
  const found: Omit<ExpressionNode, 'expression'>[] = []
  const templates: TemplateNode[] = []
  const paths: PathNode[] = []

  /** The way from a field to the string that is looked at: places are made for the few strings that are more than text. */
  const tokens: (string | number)[] = []

  function placeIn({ place }: FieldNode): Place {
    return tokens.reduce(at, place)
  }

  function addText(text: string, field: FieldNode): void {
    const delimited = delimitersOf(text)
    if (delimited === 'text') {
      if (isLookedUp(text) && isJson(field)) lookalikes.push({ text, isKey: false, place: placeIn(field) })
      return
    }
    const place = placeIn(field)
    if (text.length > limits.definitionBytes) return // the definition is refused for its size
    if (delimited === 'expression') found.push({ text, place, field })
    else misdelimited.push({ text, delimited, place })
  }

  const known = new Map<string, PathNode['parsed']>()

  function addPath(node: Omit<PathNode, 'parsed'>): void {
    if (node.text.length > limits.definitionBytes) return
    const intrinsic = node.kind === 'pathOrIntrinsic' && !node.text.startsWith('$')
    let parsed = known.get(node.text)
    if (!parsed || intrinsic !== (!isParseError(parsed) && 'kind' in parsed)) {
      parsed = intrinsic ? parseIntrinsic(node.text) : parsePath(node.text)
      known.set(node.text, parsed)
    }
    paths.push({ ...node, parsed })
  }

  function walkJson(value: unknown, field: FieldNode): void {
    if (typeof value === 'string') addText(value, field)
    else if (typeof value === 'object' && value !== null) {
      const isArray = Array.isArray(value)
      for (const key of Object.keys(value)) {
        tokens.push(isArray ? Number(key) : key)
        const inner = (value as Record<string, unknown>)[key]
        if (key.endsWith('.$') && typeof inner === 'string' && isLookedUp(inner)) {
          lookalikes.push({ text: key, isKey: true, place: placeIn(field) })
        } else walkJson(inner, field)
        tokens.pop()
      }
    }
  }

  function walkTemplate(value: unknown, place: Place, field: FieldNode): void {
    if (Array.isArray(value)) value.forEach((one, index) => walkTemplate(one, at(place, index), field))
    else if (isObject(value)) {
      templates.push({ value, place, field })
      for (const key of Object.keys(value)) {
        const here = at(place, key)
        const inner = value[key]
        if (!key.endsWith('.$')) walkTemplate(inner, here, field)
        else if (typeof inner === 'string') {
          addPath({ text: inner, kind: 'pathOrIntrinsic', place: here, within: { place, key }, field })
        }
      }
    }
  }

  for (const node of fields) {
    const { field, value, owner, name } = node
    const { kind } = field
    if (owner.language === 'JSONata') {
      if (isJson(node)) walkJson(value, node)
      else if (typeof value === 'string' && (kind === 'condition' || field.expression)) addText(value, node)
    } else if (owner.language === 'JSONPath') {
      if (kind === 'template' || kind === 'assign') walkTemplate(value, node.place, node)
      else if (kind === 'path' || kind === 'referencePath' || kind === 'pathOrIntrinsic') {
        if (typeof value !== 'string') continue
        const within = name.endsWith('.$') ? { within: { place: owner.place, key: name } } : {}
        addPath({ text: value, kind, place: node.place, ...within, field: node })
      }
    }
  }
  const parsed = parseAllJsonata(found.map(({ text }) => text))
  const expressions = found.map((node, index) => ({ ...node, expression: parsed[index]! }))
  return { misdelimited, lookalikes, expressions, templates, paths }
}

/** How a path and an intrinsic function begin. */
const isLookedUp = (text: string): boolean => text.startsWith('$') || text.startsWith('States.')

const isJson = ({ field: { kind } }: FieldNode): boolean => kind === 'json' || kind === 'template' || kind === 'assign'

/** The paths that a string holds: itself, or the arguments of its function, each with where it starts. */
export function* pathsOf({ parsed }: PathNode): Iterable<{ path: Path; offset: number }> {
  if (isParseError(parsed)) return
  if ('root' in parsed) yield { path: parsed, offset: 0 }
  else yield* pathsIn(parsed)
}

function* pathsIn(argument: IntrinsicArgument): Iterable<{ path: Path; offset: number }> {
  if (argument.kind === 'path') yield argument
  else if (argument.kind === 'call') for (const one of argument.args) yield* pathsIn(one)
}
