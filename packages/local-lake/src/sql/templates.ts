/** What a function of Athena is in DuckDB's SQL where a macro cannot say it: a macro takes no lambda. */
type Template = (args: readonly string[]) => string | undefined

/** A function's body for two values: `(x, y) -> body`, of which DuckDB has none. */
function applied(lambda: string, first: string, second: string): string | undefined {
  const [, one, other, body] = /^\(\s*(\S+?)\s*,\s*(\S+?)\s*\)\s*->(.*)$/s.exec(lambda.trim()) ?? []
  return body === undefined
    ? undefined
    : `list_transform([${first}], ${one} -> list_transform([${second}], ${other} -> ${body})[1])[1]`
}

/** @param made What becomes of each entry `lake_entry`, from the lambda's result. */
function overEntries(list: string, made: (result: string) => string): Template {
  return ([map, lambda = '']) => {
    const result = applied(lambda, 'lake_entry.key', 'lake_entry.value')
    return result && `map_from_entries(${list}(map_entries(${map}), lake_entry -> ${made(result)}))`
  }
}

const templates: Readonly<Record<string, readonly [args: number, template: Template]>> = {
  all_match: [2, ([list, lambda]) => `athena_all(list_transform(${list}, ${lambda}))`],
  any_match: [2, ([list, lambda]) => `athena_any(list_transform(${list}, ${lambda}))`],
  none_match: [2, ([list, lambda]) => `NOT athena_any(list_transform(${list}, ${lambda}))`],
  reduce: [
    4,
    ([list, initial, step, last]) => `list_transform([list_reduce(${list}, ${step}, ${initial})], ${last})[1]`,
  ],
  map_filter: [2, overEntries('list_filter', (result) => result)],
  transform_keys: [2, overEntries('list_transform', (result) => `{'k': ${result}, 'v': lake_entry.value}`)],
  transform_values: [2, overEntries('list_transform', (result) => `{'k': lake_entry.key, 'v': ${result}}`)],
  zip_with: [
    3,
    ([first, second, lambda = '']) => {
      const result = applied(lambda, 'lake_lists.a[lake_place]', 'lake_lists.b[lake_place]')
      const places = 'range(1, greatest(len(lake_lists.a), len(lake_lists.b)) + 1)'
      // A list of one: each array is computed once.
      return (
        result &&
        `list_transform([{'a': ${first}, 'b': ${second}}], lake_lists -> list_transform(${places}, lake_place -> ${result}))[1]`
      )
    },
  ],
}

export function hasTemplate(name: string): boolean {
  return Object.hasOwn(templates, name)
}

/** The call in DuckDB's SQL. Undefined: these are not its arguments. */
export function fromTemplate(name: string, args: readonly string[]): string | undefined {
  const [count, template] = templates[name]!
  return args.length === count ? template(args) : undefined
}
