/** DuckDB has one body for each number of arguments: `macro (a, b) AS f(a, b), (a, b, c) AS f(a, b, c) ...`. */
function forArguments(name: string, most: number, body: (parameters: readonly string[]) => string): string {
  const heads = Array.from({ length: most - 1 }, (_, index) => Array.from({ length: index + 2 }, (_, at) => `a${at}`))
  return `${name}${heads.map((parameters) => `(${parameters.join(', ')}) AS ${body(parameters)}`).join(', ')}`
}

const anyIsNull = (parameters: readonly string[]): string =>
  parameters.map((parameter) => `${parameter} IS NULL`).join(' OR ')

/** DuckDB reads dates more freely than Athena: with a time behind, and with slashes. */
const notADate = "(typeof(d) = 'VARCHAR' AND (strlen(trim(d::VARCHAR)) > 10 OR contains(d::VARCHAR, '/')))"

/** A time behind which a zone other than UTC stands: in Athena the value carries it. */
export const otherZone = String.raw`[0-9]:[0-9.:]+ *([A-Za-z_]+/|[A-TV-Y]|U[^T]|[+-](0[1-9]|[1-9]|00:?(0[1-9]|[1-9])))`
const zoneProblem =
  "error(concat('NOT_SUPPORTED: This local lake does not support time zones other than UTC: ', CAST(d AS VARCHAR), '.'))"

const oneIsFloating = "(typeof(a) IN ('DOUBLE', 'FLOAT') OR typeof(b) IN ('DOUBLE', 'FLOAT'))"
const wholeTypes = ['TINYINT', 'SMALLINT', 'INTEGER', 'BIGINT']
const wholes = `(${wholeTypes.map((type) => `'${type}'`).join(', ')})`
/** A date goes with intervals alone; DuckDB counts days with numbers too. */
const dateAndNumber = `(typeof(a) = 'DATE' AND typeof(b) IN ${wholes} OR typeof(b) = 'DATE' AND typeof(a) IN ${wholes})`
const texts = `('VARCHAR', 'JSON', '"NULL"')`

const noOperator = (sign: string): string =>
  `error(concat('TYPE_MISMATCH: Cannot apply operator: ', lower(typeof(a)), ' ${sign} ', lower(typeof(b))))`

/** DuckDB looks its operators up by name, and finds these first; its own are in system.main. */
const operatorMacros: readonly string[] = [
  `"-"(a) AS system.main."-"(a), (a, b) AS CASE WHEN typeof(a) = 'DATE' AND typeof(b) = 'DATE'
     THEN error('NOT_SUPPORTED: This local lake does not support date - date. date_diff(''day'', b, a) counts the days.')
     WHEN ${dateAndNumber} THEN ${noOperator('-')} ELSE system.main."-"(a, b) END`,
  `"+"(a) AS system.main."+"(a), (a, b) AS CASE WHEN ${dateAndNumber} THEN ${noOperator('+')} ELSE system.main."+"(a, b) END`,
  `"||"(a, b) AS CASE WHEN typeof(a) IN ${texts} AND typeof(b) IN ${texts} OR typeof(a) = 'BLOB' OR suffix(typeof(a), ']') OR suffix(typeof(b), ']')
     THEN system.main."||"(a, b) ELSE error(concat('TYPE_MISMATCH: Unexpected parameters (', lower(typeof(a)), ', ', lower(typeof(b)), ') for function concat')) END`,
]

/** An expression, never run, of the type that a quotient has: the greater scale, and digits to spare. */
const quotientType = '((a + b) * 1::INTEGER * 1::INTEGER)'

/** Exact division of decimals: Athena rounds the quotient half up to the greater of both scales. */
const decimalMacros: readonly string[] = [
  "athena_scale(d) AS coalesce(TRY_CAST(regexp_extract(typeof(d), '^DECIMAL.[0-9]+,([0-9]+)', 1) AS INTEGER), 0)",
  "athena_unscaled(d) AS TRY_CAST(replace(CAST(d AS VARCHAR), '.', '') AS HUGEINT)",
  "athena_ten_to(n) AS CAST(rpad('1', CAST(n + 1 AS INTEGER), '0') AS HUGEINT)",
  "athena_with_point(t, s) AS CASE WHEN s = 0 THEN t ELSE concat(left(t, length(t) - s), '.', right(t, s)) END",
  'athena_half_up(n, d) AS n // d + CASE WHEN 2 * (n % d) >= d THEN 1 ELSE 0 END',
  // At least one digit before the point. `lpad` would also cut.
  "athena_point_in(t, s) AS athena_with_point(CASE WHEN length(t) <= s THEN lpad(t, CAST(s + 1 AS INTEGER), '0') ELSE t END, s)",
  // Lists of one: what stands in them is computed once.
  `athena_quotient(a, b) AS list_transform(list_transform([{'a': athena_unscaled(a), 'b': athena_unscaled(b), 's': greatest(athena_scale(a), athena_scale(b)),
     'p': athena_ten_to(greatest(athena_scale(a), athena_scale(b)) - athena_scale(a) + athena_scale(b))}],
     lambda x: {'sign': CASE WHEN (x.a < 0) <> (x.b < 0) THEN '-' ELSE '' END, 'q': CAST(athena_half_up(abs(x.a) * x.p, abs(x.b)) AS VARCHAR), 's': x.s}),
     lambda y: CASE WHEN y.q IS NOT NULL THEN concat(y.sign, athena_point_in(y.q, y.s)) END)[1]`,
  // Sum, count, an example, and DuckDB's own average, which is a double for decimals.
  `athena_avg(s, n, m, v) AS CASE WHEN typeof(m) LIKE 'DECIMAL%' THEN cast_to_type(CASE WHEN n > 0 THEN athena_quotient(s, n) END, list_aggregate([m], 'median'))
     ELSE cast_to_type(v, list_aggregate([m], 'median')) END`,
]

/** Casts that DuckDB does more freely, or prints otherwise. */
const castMacros: readonly string[] = [
  ...wholeTypes.flatMap((type) =>
    ['cast', 'try_cast'].map((cast) => {
      const problem = `error(concat('INVALID_CAST_ARGUMENT: Cannot cast ''', CAST(v AS VARCHAR), ''' to ${type}'))`
      // DuckDB rounds half to even, and takes texts with fractions and blanks.
      return `athena_${cast}_${type.toLowerCase()}(v) AS CASE WHEN typeof(v) IN ('DOUBLE', 'FLOAT') THEN ${cast}(round(TRY_CAST(v AS DOUBLE)) AS ${type})
        WHEN typeof(v) = 'VARCHAR' AND NOT regexp_full_match(CAST(v AS VARCHAR), '[+-]?[0-9]+') THEN ${cast === 'cast' ? problem : 'NULL'}
        ELSE ${cast}(v AS ${type}) END`
    }),
  ),
  "athena_mantissa(d) AS concat(left(d, 1), '.', coalesce(nullif(substr(d, 2), ''), '0'))",
  `athena_scientific(t) AS CASE WHEN contains(t, 'e') THEN concat(split_part(t, 'e', 1), CASE WHEN contains(t, '.') THEN '' ELSE '.0' END, 'E', TRY_CAST(split_part(t, 'e', 2) AS INTEGER))
     WHEN split_part(t, '.', 1) <> '0' THEN concat(athena_mantissa(rtrim(replace(t, '.', ''), '0')), 'E', length(split_part(t, '.', 1)) - 1)
     ELSE concat(athena_mantissa(ltrim(split_part(t, '.', 2), '0')), 'E-', length(split_part(t, '.', 2)) - length(ltrim(split_part(t, '.', 2), '0')) + 1) END`,
  `athena_java_text(d, t) AS CASE WHEN isnan(d) THEN 'NaN' WHEN isinf(d) THEN CASE WHEN d > 0 THEN 'Infinity' ELSE '-Infinity' END
     WHEN d IS NULL OR d = 0 OR (abs(d) >= 0.001 AND abs(d) < 1e7) THEN t ELSE concat(CASE WHEN d < 0 THEN '-' END, athena_scientific(ltrim(t, '-'))) END`,
  `athena_millis(t) AS CASE WHEN t IS NOT NULL THEN concat(split_part(t, '.', 1), '.', rpad(split_part(t, '.', 2), 3, '0')) END`,
  `athena_varchar(v) AS CASE WHEN typeof(v) IN ('DOUBLE', 'FLOAT') THEN athena_java_text(TRY_CAST(v AS DOUBLE), CAST(v AS VARCHAR))
     WHEN typeof(v) = 'TIMESTAMP' THEN athena_millis(CAST(v AS VARCHAR))
     WHEN typeof(v) = 'TIMESTAMP WITH TIME ZONE' THEN athena_millis(replace(CAST(v AS VARCHAR), '+00', '')) || ' UTC'
     ELSE CAST(v AS VARCHAR) END`,
]

/** DuckDB has no macro by type: both branches must fit, and only one is taken. */
const isArray = "suffix(typeof(a), ']')"
const noZero = "error('INVALID_FUNCTION_ARGUMENT: SQL array indices start at 1')"

/** RFC 3986's own expression for the parts of an address. */
const urlPart = (group: number): string =>
  `regexp_extract(u, '^(?:([^:/?#]+):)?(?://(?:[^/?#@]*@)?([^/?#:]*)(?::([0-9]*))?)?([^?#]*)(?:[?]([^#]*))?(?:#(.*))?', ${group})`

/** Functions DuckDB lacks, or has with another meaning. */
const functionMacros: readonly string[] = [
  // In the order of their first appearance, with NULL.
  'athena_array_distinct(a) AS list_transform([a], lambda l: list_filter(l, lambda x, i: list_position(l, x) = i))[1]',
  'athena_array_union(a, b) AS athena_array_distinct(list_concat(a, b))',
  'athena_array_except(a, b) AS athena_array_distinct(list_filter(a, lambda x: list_position(b, x) IS NULL))',
  'athena_array_join(a, d) AS array_to_string(a, d), (a, d, n) AS array_to_string(list_transform(a, lambda x: coalesce(CAST(x AS VARCHAR), n)), d)',
  'athena_any(t) AS list_transform([t], lambda x: CASE WHEN list_contains(x, true) THEN true WHEN len(list_filter(x, lambda b: b IS NULL)) = 0 THEN false END)[1]',
  'athena_all(t) AS list_transform([t], lambda x: CASE WHEN list_contains(x, false) THEN false WHEN len(list_filter(x, lambda b: b IS NULL)) = 0 THEN true END)[1]',
  'athena_repeat(x, n) AS list_transform(range(n), lambda i: x)',
  // Athena makes columns of the fields.
  `athena_no_rows(a) AS CASE WHEN typeof(a) LIKE 'STRUCT(%)[]' AND NOT suffix(typeof(a), '][]')
     THEN error('NOT_SUPPORTED: This local lake does not support UNNEST of an array of rows.') ELSE a END`,
  'athena_bit_count(x, n) AS CAST(CASE WHEN n = 64 THEN bit_count(CAST(x AS BIGINT)) ELSE bit_count(CAST(x AS BIGINT) & ((1::BIGINT << n) - 1)) END AS BIGINT)',
  'athena_left_shift(x, n) AS x << n',
  "athena_right_shift(x, n) AS CASE WHEN x < 0 THEN error('NOT_SUPPORTED: This local lake does not support bitwise_right_shift of negative numbers.') ELSE x >> n END",
  "athena_to_base64url(b) AS translate(to_base64(b), '+/', '-_')",
  "athena_from_base64url(t) AS from_base64(translate(t, '-_', '+/'))",
  'athena_to_base(n, r) AS lower(to_base(n, r))',
  'athena_millisecond(t) AS CAST(millisecond(t) % 1000 AS BIGINT)',
  'athena_parse_datetime(t, f) AS CAST(strptime(t, f) AS TIMESTAMPTZ)',
  'athena_random() AS random(), (n) AS cast_to_type(floor(random() * n), n), (a, b) AS cast_to_type(a + floor(random() * (b - a)), a)',
  'athena_regexp_count(t, p) AS CAST(len(regexp_extract_all(t, p)) AS BIGINT)',
  `athena_split_to_map(t, e, k) AS map_from_entries(list_transform(string_split(t, e), lambda x: {'k': split_part(x, k, 1), 'v': split_part(x, k, 2)}))`,
  `athena_iso8601(d) AS CASE typeof(d) WHEN 'DATE' THEN CAST(d AS VARCHAR) ELSE strftime(CAST(d AS TIMESTAMP), '%Y-%m-%dT%H:%M:%S.%g') || CASE WHEN typeof(d) LIKE '%ZONE' THEN 'Z' ELSE '' END END`,
  'athena_width_bucket(x, b) AS CAST(len(list_filter(b, lambda v: v <= x)) AS BIGINT), (x, a, b, n) AS CAST(CASE WHEN x < a THEN 0 WHEN x >= b THEN n + 1 ELSE floor((x - a)::DOUBLE * n / (b - a)) + 1 END AS BIGINT)',
  `athena_url_protocol(u) AS ${urlPart(1)}`,
  `athena_url_host(u) AS ${urlPart(2)}`,
  `athena_url_port(u) AS TRY_CAST(${urlPart(3)} AS BIGINT)`,
  `athena_url_path(u) AS ${urlPart(4)}`,
  `athena_url_query(u) AS ${urlPart(5)}`,
  `athena_url_fragment(u) AS ${urlPart(6)}`,
  `athena_url_parameter(u, n) AS list_transform(list_filter(string_split(${urlPart(5)}, '&'), lambda x: split_part(x, '=', 1) = n), lambda x: url_decode(substr(x, length(n) + 2)))[1]`,
]

/** Athena's meaning in DuckDB's SQL. `CREATE MACRO` goes before each. */
export const macros: readonly string[] = [
  ...operatorMacros,
  ...decimalMacros,
  ...castMacros,
  ...functionMacros,
  ...['athena_', 'athena_try_'].flatMap((name) => {
    const zero = name === 'athena_' ? "error('DIVISION_BY_ZERO: Division by zero')" : 'NULL'
    return [
      // With integer_division on, DuckDB's / has no infinity; fdiv has. Of decimals / makes doubles.
      `${name}divide_once(a, b) AS CASE WHEN b = 0 THEN CASE WHEN ${oneIsFloating} THEN cast_to_type(fdiv(a, b), ${quotientType}) ELSE ${zero} END
         WHEN (typeof(a) LIKE 'DECIMAL%' OR typeof(b) LIKE 'DECIMAL%') AND NOT ${oneIsFloating} THEN cast_to_type(athena_quotient(a, b), ${quotientType})
         ELSE cast_to_type(a / b, ${quotientType}) END`,
      // A list of one again: `a / b / c / d` would otherwise repeat `a` a thousand times.
      `${name}divide(a, b) AS list_transform([{'a': a, 'b': b}], lambda x: ${name}divide_once(x.a, x.b))[1]`,
      `${name}mod(a, b) AS CASE WHEN b = 0 THEN CASE WHEN ${oneIsFloating} THEN cast_to_type('nan'::DOUBLE, a % b) ELSE ${zero} END ELSE a % b END`,
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
  `athena_timestamptz(d) AS CASE WHEN typeof(d) = 'VARCHAR' AND regexp_matches(CAST(d AS VARCHAR), '${otherZone}') THEN ${zoneProblem} ELSE CAST(d AS TIMESTAMPTZ) END`,
  // Stands for nullif where types are checked.
  'athena_compare(a, b) AS CASE WHEN a <= b THEN a END',
  `athena_text(d) AS CAST(d AS VARCHAR)`,
  `athena_interval(u, n) AS CASE lower(u) WHEN 'millisecond' THEN to_milliseconds(n) WHEN 'second' THEN to_seconds(n) WHEN 'minute' THEN to_minutes(n)
     WHEN 'hour' THEN to_hours(n) WHEN 'day' THEN to_days(n::INTEGER) WHEN 'week' THEN to_weeks(n::INTEGER) WHEN 'month' THEN to_months(n::INTEGER)
     WHEN 'quarter' THEN to_months(3 * n::INTEGER) WHEN 'year' THEN to_years(n::INTEGER)
     ELSE error('INVALID_FUNCTION_ARGUMENT: ''' || u || ''' is not a valid DATE field') END`,
  `athena_date_add(u, n, d) AS cast_to_type(d + athena_interval(u, n), d)`,
  `athena_date_trunc(u, d) AS cast_to_type(date_trunc(u, d), d)`,
  `athena_sequence(a, b) AS generate_series(a, b), (a, b, s) AS cast_to_type(generate_series(a, b, s), [a])`,
  `athena_subscript_once(a, k) AS CASE WHEN typeof(a) = 'VARCHAR' THEN error('TYPE_MISMATCH: Cannot use a subscript on varchar')
     WHEN ${isArray} AND starts_with(CAST(k AS VARCHAR), '-') THEN error(concat('INVALID_FUNCTION_ARGUMENT: Array subscript is negative: ', CAST(k AS VARCHAR)))
     WHEN a[k] IS NOT NULL OR a IS NULL OR k IS NULL THEN a[k]
     WHEN ${isArray} AND CAST(k AS VARCHAR) = '0' THEN ${noZero}
     WHEN ${isArray} AND TRY_CAST(k AS BIGINT) > json_array_length(to_json(a))
     THEN error(concat('INVALID_FUNCTION_ARGUMENT: Array subscript must be less than or equal to array length: ', CAST(k AS VARCHAR), ' > ', json_array_length(to_json(a))))
     WHEN typeof(a) LIKE 'MAP(%' AND NOT list_contains(json_keys(to_json(a)), CAST(k AS VARCHAR))
     THEN error(concat('INVALID_FUNCTION_ARGUMENT: Key not present in map: ', CAST(k AS VARCHAR))) END`,
  // A list of one again, for `a[1][2][3]`.
  "athena_subscript(a, k) AS list_transform([{'a': a, 'k': k}], lambda x: athena_subscript_once(x.a, x.k))[1]",
  `athena_try_subscript(a, k) AS CASE WHEN ${isArray} AND starts_with(CAST(k AS VARCHAR), '-') THEN NULL ELSE a[k] END`,
  `athena_element_at(a, k) AS CASE WHEN ${isArray} AND CAST(k AS VARCHAR) = '0' THEN ${noZero} ELSE a[k] END`,
  'athena_try_element_at(a, k) AS a[k]',
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
