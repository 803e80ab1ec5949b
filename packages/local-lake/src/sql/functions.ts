import type { Token } from './tokens.js'
import { UnknownFunctionError } from './unknown-function-error.js'

/** In DuckDB under the same name, and meaning the same. */
const same = `
  abs acos array_agg asin atan atan2 bool_and bool_or cbrt ceil ceiling chr coalesce concat_ws corr cos cosh count count_if
  covar_pop covar_samp cume_dist day degrees dense_rank exp extract first_value flatten floor grouping histogram hour json_array_length kurtosis lag
  last_value lead length ln log log10 log2 lower lpad ltrim map map_from_entries map_concat map_keys map_values max min minute month nth_value ntile nullif
  percent_rank pi pow power quarter radians rank regexp_extract_all regr_intercept regr_slope reverse round row row_number rpad rtrim second sign sin sinh
  skewness sqrt starts_with stddev stddev_pop stddev_samp strpos substr substring sum tan tanh translate trim try unnest upper url_decode
  url_encode uuid var_pop var_samp variance week year position any_value
`

/** Athena's name -> DuckDB's, or that of a macro below. */
const renamed: Readonly<Record<string, string>> = {
  approx_distinct: 'approx_count_distinct',
  approx_percentile: 'quantile_disc',
  arbitrary: 'any_value',
  array_distinct: 'athena_array_distinct',
  array_except: 'athena_array_except',
  array_intersect: 'list_intersect',
  array_join: 'athena_array_join',
  array_max: 'list_max',
  array_min: 'list_min',
  array_position: 'athena_array_position',
  array_remove: 'athena_array_remove',
  array_sort: 'list_sort',
  array_union: 'athena_array_union',
  arrays_overlap: 'list_has_any',
  avg: 'athena_avg',
  bit_count: 'athena_bit_count',
  bitwise_and: 'athena_bitwise_and',
  bitwise_left_shift: 'athena_left_shift',
  bitwise_not: 'athena_bitwise_not',
  bitwise_or: 'athena_bitwise_or',
  bitwise_right_shift: 'athena_right_shift',
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
  format_datetime: 'strftime',
  from_base64: 'from_base64',
  from_base64url: 'athena_from_base64url',
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
  millisecond: 'athena_millisecond',
  min_by: 'arg_min',
  mod: 'athena_mod',
  nan: 'athena_nan',
  normalize: 'nfc_normalize',
  parse_datetime: 'athena_parse_datetime',
  rand: 'athena_random',
  random: 'athena_random',
  regexp_count: 'athena_regexp_count',
  regexp_extract: 'athena_regexp_extract',
  regexp_like: 'regexp_matches',
  regexp_replace: 'athena_regexp_replace',
  regexp_split: 'string_split_regex',
  repeat: 'athena_repeat',
  replace: 'athena_replace',
  sequence: 'athena_sequence',
  sha1: 'athena_sha1',
  sha256: 'athena_sha256',
  slice: 'athena_slice',
  split: 'string_split',
  split_part: 'athena_split_part',
  split_to_map: 'athena_split_to_map',
  to_base: 'athena_to_base',
  to_base64: 'to_base64',
  to_base64url: 'athena_to_base64url',
  to_hex: 'hex',
  to_iso8601: 'athena_iso8601',
  to_unixtime: 'epoch',
  to_utf8: 'encode',
  transform: 'list_transform',
  truncate: 'trunc',
  url_extract_fragment: 'athena_url_fragment',
  url_extract_host: 'athena_url_host',
  url_extract_parameter: 'athena_url_parameter',
  url_extract_path: 'athena_url_path',
  url_extract_port: 'athena_url_port',
  url_extract_protocol: 'athena_url_protocol',
  url_extract_query: 'athena_url_query',
  week_of_year: 'week',
  width_bucket: 'athena_width_bucket',
  year_of_week: 'isoyear',
  yow: 'isoyear',
}

const sameNames = new Set(same.trim().split(/\s+/))

/**
 * What a function of Athena is called in DuckDB here. DuckDB's own functions are not reachable under their names.
 *
 * @throws {UnknownFunctionError} for one this lake does not know, as Athena refuses an unknown function.
 */
export function functionName(token: Token): string {
  const name = sameNames.has(token.value) ? token.value : Object.hasOwn(renamed, token.value) && renamed[token.value]
  if (!name) throw new UnknownFunctionError(token, token.value)
  return name
}
