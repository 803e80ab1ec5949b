import type * as z from 'zod'

/** A way to a schema inside another, and the schema's type. */
interface Inside {
  readonly path: string
  readonly type: string
}

/**
 * The first part of a schema that changes values: a transform, a coercion, a codec. AWS runs no schema, so that the machine
 * would get something else than the type says.
 */
export function changingPart(schema: z.ZodType): Inside | undefined {
  return firstPart(schema, ({ type, coerce, transform }) => {
    if (coerce === true) return 'coerce'
    return type === 'transform' ? 'transform' : type === 'pipe' && transform !== undefined ? 'codec' : undefined
  })
}

type Def = Readonly<Record<string, unknown>> & { readonly type?: unknown; readonly coerce?: unknown }

function defOf(schema: unknown): Def | undefined {
  return (schema as { _zod?: { def?: Def } } | undefined)?._zod?.def
}

const notInJson = new Set(['date', 'bigint', 'symbol', 'map', 'set', 'nan', 'file', 'function', 'promise', 'void'])

/** The first part of a schema whose values JSON cannot hold. */
export function partNotInJson(schema: z.ZodType): Inside | undefined {
  return firstPart(schema, ({ type }) => (notInJson.has(String(type)) ? String(type) : undefined))
}

/** The first part of a schema that something is to be said about, and what. */
function firstPart(schema: z.ZodType, about: (def: Def) => string | undefined): Inside | undefined {
  const seen = new Set<unknown>()
  const open: { schema: unknown; path: string }[] = [{ schema, path: 'input' }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { path } = next
    const def = defOf(next.schema)
    if (!def || seen.has(next.schema)) continue
    seen.add(next.schema)
    const type = about(def)
    if (type !== undefined) return { path, type }
    for (const [key, inner] of partsOf(def)) open.push({ schema: inner, path: `${path}${key}` })
  }
  return undefined
}

/** The schemas inside one, with the step to each. */
function* partsOf(def: Def): Generator<[step: string, schema: unknown]> {
  const { shape, getter, options, items } = def
  for (const [name, inner] of Object.entries((shape as object | undefined) ?? {})) yield [`.${name}`, inner]
  for (const name of ['innerType', 'in', 'out', 'left', 'right', 'rest', 'catchall']) yield ['', def[name]]
  for (const name of ['element', 'valueType']) yield ['[]', def[name]]
  for (const list of [options, items]) for (const inner of Array.isArray(list) ? list : []) yield ['', inner]
  if (typeof getter === 'function') yield ['', (getter as () => unknown)()]
}

/** The schema of what certainly stands at a path; `undefined` when it may be absent or null, or nobody can say. */
export function schemaAt(schema: unknown, path: readonly (string | number)[]): unknown {
  let here = valueOf(schema)
  for (const [index, step] of path.entries()) {
    const def = defOf(here)
    if (def?.type === 'union') {
      const found = (def['options'] as readonly unknown[]).map((option) => schemaAt(option, path.slice(index)))
      return found.every((each) => each !== undefined) ? found[0] : undefined
    }
    const shape = def?.type === 'object' ? (def['shape'] as Record<string, unknown>) : undefined
    if (!shape || !Object.hasOwn(shape, step)) return undefined
    here = valueOf(shape[step])
  }
  return here
}

/** The type that JSONPath's comparisons call a schema's values by; `undefined` when they may be of several, or of none of these. */
export function comparedAs(schema: unknown): 'String' | 'Numeric' | 'Boolean' | undefined {
  const def = defOf(schema)
  switch (def?.type) {
    case 'string':
      return 'String'
    case 'number':
    case 'int':
      return 'Numeric'
    case 'boolean':
      return 'Boolean'
    default:
      return undefined
  }
}

/** The schema of an array's elements. */
export function elementSchema(schema: unknown): unknown {
  const def = defOf(schema)
  return def?.type === 'array' ? valueOf(def['element']) : undefined
}

/** A schema without what changes nothing about presence; `undefined` for one whose value may be absent or null. */
function valueOf(schema: unknown): unknown {
  const def = defOf(schema)
  if (def?.type === 'readonly') return valueOf(def['innerType'])
  if (def?.type === 'lazy') return valueOf((def['getter'] as () => unknown)())
  return ['optional', 'nullable', 'default', 'prefault', 'catch', 'undefined', 'null', 'any', 'unknown'].includes(
    String(def?.type),
  )
    ? undefined
    : schema
}

/** The first step of a path that a schema has nothing for: what stands before it, and which fields that has. */
export interface MissingStep {
  /** How many steps are there. */
  readonly depth: number
  readonly type: string
  readonly known: readonly string[]
}

const withoutFields = new Set(['string', 'number', 'int', 'boolean', 'enum', 'literal', 'null'])

/** Where a path leads to nothing that a schema describes; `undefined` when it leads somewhere, or nobody can say. */
export function missingStep(schema: unknown, path: readonly (string | number)[], depth = 0): MissingStep | undefined {
  const step = path[depth]
  const def = defOf(unwrapped(schema))
  if (step === undefined || !def) return undefined
  const missing = (...known: string[]): MissingStep => ({ depth, type: String(def.type), known })
  switch (def.type) {
    case 'object': {
      const shape = def['shape'] as Record<string, unknown>
      if (Object.hasOwn(shape, step)) return missingStep(shape[step], path, depth + 1)
      return isOpen(def) ? undefined : missing(...Object.keys(shape))
    }
    case 'array':
      return typeof step === 'number' ? missingStep(def['element'], path, depth + 1) : missing()
    case 'union': {
      const found = (def['options'] as readonly unknown[]).map((option) => missingStep(option, path, depth))
      const [first] = found
      return first && found.every((each) => each?.depth === first.depth)
        ? { ...first, known: [...new Set(found.flatMap((each) => each?.known ?? []))] }
        : undefined
    }
    default:
      return withoutFields.has(String(def.type)) ? missing() : undefined
  }
}

/** Whether an object may have fields that its schema does not name. */
const isOpen = (def: Def): boolean => def['catchall'] !== undefined && defOf(def['catchall'])?.type !== 'never'

/** A schema without what says that a value may be absent or null. */
function unwrapped(schema: unknown): unknown {
  const def = defOf(schema)
  if (def?.type === 'lazy') return unwrapped((def['getter'] as () => unknown)())
  return ['optional', 'nullable', 'nonoptional', 'readonly', 'default', 'prefault'].includes(String(def?.type))
    ? unwrapped(def!['innerType'])
    : schema
}

/** Something in a written value that a schema refuses, as a sentence. */
export interface Misfit {
  readonly message: string
  readonly unknown?: { readonly name: string; readonly known: readonly string[] }
}

/**
 * What a schema refuses in a value as its author wrote it: what the machine computes fits, since types vouch for it or nobody can say.
 *
 * @param isGiven Whether a part is there as it stands, neither a reference nor an expression.
 */
export function* misfitsOf(
  schema: unknown,
  written: unknown,
  path: string,
  isGiven: (part: unknown) => boolean,
): Generator<Misfit> {
  const def = defOf(unwrapped(schema))
  if (!def || !isGiven(written)) return
  if (def.type === 'object' && typeof written === 'object' && written !== null && !Array.isArray(written)) {
    const shape = def['shape'] as Record<string, { _zod?: { optin?: string } }>
    const known = Object.keys(shape)
    for (const [name, each] of Object.entries(written))
      if (Object.hasOwn(shape, name)) yield* misfitsOf(shape[name], each, `${path}.${name}`, isGiven)
      else if (!isOpen(def))
        yield { message: `${path} has no field ${JSON.stringify(name)}.`, unknown: { name, known } }
    for (const name of known)
      if (shape[name]?._zod?.optin !== 'optional' && (written as Record<string, unknown>)[name] === undefined)
        yield { message: `${path} needs ${JSON.stringify(name)}.` }
  } else if (def.type === 'array' && Array.isArray(written)) {
    for (const [index, each] of written.entries()) yield* misfitsOf(def['element'], each, `${path}[${index}]`, isGiven)
  } else if (withoutFields.has(String(def.type)) || def.type === 'array' || def.type === 'object') {
    if (written === undefined) return
    const { error } = (schema as z.ZodType).safeParse(written)
    if (error) yield { message: `${path} is ${JSON.stringify(written)}. ${error.issues[0]?.message ?? ''}` }
  }
}
