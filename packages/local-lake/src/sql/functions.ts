/** In DuckDB under the same name, and meaning the same. */
const same = `
  abs acos array_agg asin atan atan2 avg bit_count bool_and bool_or cbrt ceil ceiling chr coalesce concat_ws corr cos cosh count count_if
  covar_pop covar_samp cume_dist day degrees dense_rank exp extract first_value flatten floor grouping hour json_array_length kurtosis lag
  last_value lead length ln log log10 log2 lower lpad ltrim map map_from_entries map_keys map_values max min minute month nth_value ntile nullif
  percent_rank pi pow power quarter radians rank regr_intercept regr_slope repeat reverse round row row_number rpad rtrim second sign sin sinh
  skewness sqrt starts_with stddev stddev_pop stddev_samp strpos substr substring sum tan tanh translate trim try unnest upper url_decode
  url_encode uuid var_pop var_samp variance week year position any_value
`

/** Athena's name -> DuckDB's, or that of a macro below. */
const renamed: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'approx_quantile',
  arbitrary: 'any_value',
  array_distinct: 'list_distinct',
  array_intersect: 'list_intersect',
  array_join: 'array_to_string',
  array_max: 'list_max',
  array_min: 'list_min',
  array_position: 'athena_array_position',
  array_remove: 'athena_array_remove',
  array_sort: 'list_sort',
  arrays_overlap: 'list_has_any',
  bitwise_and: 'athena_bitwise_and',
  bitwise_not: 'athena_bitwise_not',
  bitwise_or: 'athena_bitwise_or',
  bitwise_xor: 'xor',
  cardinality: 'len',
  codepoint: 'unicode',
  concat: 'athena_concat',
  contains: 'list_contains',
  date: 'athena_date',
  date_add: 'athena_date_add',
  date_diff: 'date_sub',
  date_format: 'strftime',
  date_parse: 'strptime',
  date_trunc: 'athena_date_trunc',
  day_of_month: 'day',
  day_of_week: 'isodow',
  day_of_year: 'dayofyear',
  dow: 'isodow',
  doy: 'dayofyear',
  e: 'athena_e',
  element_at: 'athena_element_at',
  every: 'bool_and',
  filter: 'list_filter',
  from_base64: 'from_base64',
  from_hex: 'unhex',
  from_iso8601_date: 'athena_date',
  from_iso8601_timestamp: 'athena_timestamptz',
  from_unixtime: 'to_timestamp',
  from_utf8: 'decode',
  geometric_mean: 'geomean',
  greatest: 'athena_greatest',
  hamming_distance: 'hamming',
  if: 'athena_if',
  infinity: 'athena_infinity',
  is_finite: 'isfinite',
  is_infinite: 'isinf',
  is_nan: 'isnan',
  json_extract: 'json_extract',
  json_extract_scalar: 'json_extract_string',
  json_format: 'athena_text',
  json_parse: 'json',
  last_day_of_month: 'last_day',
  least: 'athena_least',
  levenshtein_distance: 'levenshtein',
  map_agg: 'athena_map_agg',
  max_by: 'arg_max',
  md5: 'athena_md5',
  min_by: 'arg_min',
  mod: 'athena_mod',
  nan: 'athena_nan',
  rand: 'random',
  random: 'random',
  regexp_extract: 'athena_regexp_extract',
  regexp_like: 'regexp_matches',
  regexp_replace: 'athena_regexp_replace',
  regexp_split: 'string_split_regex',
  replace: 'athena_replace',
  sequence: 'athena_sequence',
  sha1: 'athena_sha1',
  sha256: 'athena_sha256',
  slice: 'athena_slice',
  split: 'string_split',
  split_part: 'athena_split_part',
  to_base64: 'to_base64',
  to_hex: 'hex',
  to_unixtime: 'epoch',
  to_utf8: 'encode',
  transform: 'list_transform',
  truncate: 'trunc',
  week_of_year: 'week',
  year_of_week: 'isoyear',
  yow: 'isoyear',
}

const sameNames = new Set(same.trim().split(/\s+/))

/**
 * What a function of Athena is called in DuckDB here. Undefined: this lake does not know it, and refuses the query as
 * Athena refuses an unknown function. DuckDB's own functions are not reachable under their names.
 */
export function duckdbFunction(name: string): string | undefined {
  if (sameNames.has(name)) return name
  return Object.hasOwn(renamed, name) ? renamed[name] : undefined
}

/** `macro (a, b) AS f(a, b), (a, b, c) AS f(a, b, c) ...`: one body for several numbers of arguments. */
function forArguments(name: string, most: number, body: (parameters: readonly string[]) => string): string {
  const heads = Array.from({ length: most - 1 }, (_, index) => Array.from({ length: index + 2 }, (_, at) => `a${at}`))
  return `${name}${heads.map((parameters) => `(${parameters.join(', ')}) AS ${body(parameters)}`).join(', ')}`
}

const anyIsNull = (parameters: readonly string[]): string =>
  parameters.map((parameter) => `${parameter} IS NULL`).join(' OR ')

/** DuckDB reads dates more freely than Athena: with a time behind, and with slashes. */
const notADate = "(typeof(d) = 'VARCHAR' AND (strlen(trim(d::VARCHAR)) > 10 OR contains(d::VARCHAR, '/')))"

/** Athena's meaning in DuckDB's SQL. `CREATE MACRO` goes before each. */
export const macros: readonly string[] = [
  ...['athena_', 'athena_try_'].flatMap((name) => {
    const zero = name === 'athena_' ? "error('DIVISION_BY_ZERO: Division by zero')" : 'NULL'
    const floating = "(typeof(a) IN ('DOUBLE', 'FLOAT') OR typeof(b) IN ('DOUBLE', 'FLOAT'))"
    return [
      // With integer_division on, DuckDB's / has no infinity; fdiv has.
      `${name}divide(a, b) AS CASE WHEN b = 0 THEN CASE WHEN ${floating} THEN cast_to_type(fdiv(a, b), a / b) ELSE ${zero} END ELSE a / b END`,
      `${name}mod(a, b) AS CASE WHEN b = 0 THEN CASE WHEN ${floating} THEN cast_to_type('nan'::DOUBLE, a % b) ELSE ${zero} END ELSE a % b END`,
    ]
  }),
  forArguments('athena_concat', 16, (parameters) => parameters.join(' || ')),
  forArguments(
    'athena_greatest',
    12,
    (parameters) => `CASE WHEN ${anyIsNull(parameters)} THEN NULL ELSE greatest(${parameters.join(', ')}) END`,
  ),
  forArguments(
    'athena_least',
    12,
    (parameters) => `CASE WHEN ${anyIsNull(parameters)} THEN NULL ELSE least(${parameters.join(', ')}) END`,
  ),
  `athena_if(c, a) AS CASE WHEN c THEN a END, (c, a, b) AS CASE WHEN c THEN a ELSE b END`,
  `athena_date(d) AS CASE WHEN ${notADate} THEN error('INVALID_CAST_ARGUMENT: Value cannot be cast to date: ' || d::VARCHAR) ELSE CAST(d AS DATE) END`,
  `athena_try_date(d) AS CASE WHEN ${notADate} THEN NULL ELSE TRY_CAST(d AS DATE) END`,
  `athena_timestamptz(d) AS CAST(d AS TIMESTAMPTZ)`,
  `athena_text(d) AS CAST(d AS VARCHAR)`,
  `athena_interval(u, n) AS CASE lower(u) WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
     WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n::INTEGER) WHEN 'week' THEN to_weeks(n::INTEGER) WHEN 'month' THEN to_months(n::INTEGER)
     WHEN 'quarter' THEN to_months(3 * n::INTEGER) WHEN 'year' THEN to_years(n::INTEGER)
     ELSE error('INVALID_FUNCTION_ARGUMENT: ''' || u || ''' is not a valid DATE field') END`,
  `athena_date_add(u, n, d) AS cast_to_type(d + athena_interval(u, n), d)`,
  `athena_date_trunc(u, d) AS cast_to_type(date_trunc(u, d), d)`,
  `athena_sequence(a, b) AS generate_series(a, b), (a, b, s) AS cast_to_type(generate_series(a, b, s), [a])`,
  `athena_element_at(a, k) AS a[k]`,
  `athena_array_position(a, x) AS coalesce(list_position(a, x), 0)`,
  `athena_array_remove(a, x) AS list_filter(a, lambda v: v <> x)`,
  `athena_slice(a, s, n) AS a[s:s + n - 1]`,
  `athena_map_agg(k, v) AS map_from_entries(list({'k': k, 'v': v}))`,
  `athena_split_part(s, d, i) AS string_split(s, d)[i]`,
  `athena_replace(s, f) AS replace(s, f, ''), (s, f, t) AS replace(s, f, t)`,
  `athena_regexp_extract(s, p) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p) END,
     (s, p, g) AS CASE WHEN regexp_matches(s, p) THEN regexp_extract(s, p, g) END`,
  // Java writes $1 for a group, RE2 \\1.
  `athena_regexp_replace(s, p) AS regexp_replace(s, p, '', 'g'),
     (s, p, r) AS regexp_replace(s, p, regexp_replace(replace(r, '\\', '\\\\'), '\\$(\\d)', '\\\\\\1', 'g'), 'g')`,
  `athena_bitwise_and(a, b) AS a & b`,
  `athena_bitwise_or(a, b) AS a | b`,
  `athena_bitwise_not(a) AS ~a`,
  `athena_md5(b) AS unhex(md5(b))`,
  `athena_sha1(b) AS unhex(sha1(b))`,
  `athena_sha256(b) AS unhex(sha256(b))`,
  `athena_e() AS exp(1)`,
  `athena_nan() AS 'nan'::DOUBLE`,
  `athena_infinity() AS 'infinity'::DOUBLE`,
]
