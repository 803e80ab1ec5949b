import type * as z from 'zod/mini'
import en from 'zod/v4/locales/en.js'

const { localeError } = en() // zod/mini has no words of its own

/** A value that a schema takes, or what is wrong with it: one sentence part per field, as `path: words`. */
export function accept<Output>(
  schema: z.ZodMiniType<Output>,
  value: unknown,
  whole: string,
): { data: Output; wrong?: undefined } | { wrong: string } {
  const result = schema.safeParse(value, { error: localeError })
  if (result.success) return { data: result.data }
  return { wrong: result.error.issues.map((issue) => `${issue.path.join('.') || whole}: ${issue.message}`).join('; ') }
}
