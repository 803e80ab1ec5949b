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
  const seen = new Set<unknown>()
  const open: { schema: unknown; path: string }[] = [{ schema, path: 'input' }]
  for (let next = open.pop(); next; next = open.pop()) {
    const { path } = next
    const def = defOf(next.schema)
    if (!def || seen.has(next.schema)) continue
    seen.add(next.schema)
    if (def.type === 'transform' || def.coerce === true) return { path, type: def.coerce ? 'coerce' : 'transform' }
    if (def.type === 'pipe' && def.transform !== undefined) return { path, type: 'codec' }
    for (const [key, inner] of partsOf(def)) open.push({ schema: inner, path: `${path}${key}` })
  }
  return undefined
}

type Def = Readonly<Record<string, unknown>> & { readonly type?: unknown; readonly coerce?: unknown }

function defOf(schema: unknown): Def | undefined {
  return (schema as { _zod?: { def?: Def } } | undefined)?._zod?.def
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
  for (const step of path) {
    const def = defOf(here)
    const shape = def?.type === 'object' ? (def['shape'] as Record<string, unknown>) : undefined
    if (!shape || !Object.hasOwn(shape, step)) return undefined
    here = valueOf(shape[step])
  }
  return here
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
