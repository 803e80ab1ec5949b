/** In DuckDB under the same name, and meaning the same. */
const same = `
  abs acos array_agg asin atan atan2 bit_count bool_and bool_or cbrt ceil ceiling chr coalesce concat_ws corr cos cosh count count_if
  covar_pop covar_samp cume_dist day degrees dense_rank exp extract first_value flatten floor grouping hour json_array_length kurtosis lag
  last_value lead length ln log log10 log2 lower lpad ltrim map map_from_entries map_keys map_values max min minute month nth_value ntile nullif
  percent_rank pi pow power quarter radians rank regr_intercept regr_slope repeat reverse round row row_number rpad rtrim second sign sin sinh
  skewness sqrt starts_with stddev stddev_pop stddev_samp strpos substr substring sum tan tanh translate trim try unnest upper url_decode
  url_encode uuid var_pop var_samp variance week year position any_value
`

/** Athena's name -> DuckDB's, or that of a macro below. */
const renamed: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'quantile_disc',
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
  avg: 'athena_avg',
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
