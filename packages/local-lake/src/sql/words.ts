/** DuckDB's own syntax, which Athena refuses; without this it would run here and fail there. */
export const foreignSymbols = new Set(['::', ':=', '//', '==', '**', '=>', '@', '^', '~', '!', '&', '{', '}', ':'])
export const foreignWords = new Set([
  'qualify',
  'pivot',
  'unpivot',
  'exclude',
  'positional',
  'asof',
  'semi',
  'anti',
  'sample',
  'ilike',
  'glob',
  'similar',
])

/** Names in Athena, reserved in DuckDB, of no meaning in a query. */
export const plainWords = new Set(
  `analyse analyze asymmetric authorization binary both check collate column concurrently default deferrable describe do foreign freeze initially
   lambda leading placing primary references returning show summarize symmetric trailing unique variadic verbose`.split(
    /\s+/,
  ),
)
/** Names in Athena where an operand begins. */
export const contextualWords = new Set(['asc', 'desc', 'fetch', 'limit', 'offset', 'to', 'window'])
/** Words between operands that others of their kind, or the words above, may follow. */
export const beforeKeywords = new Set([...contextualWords, 'all', 'not', 'using'])

/** Words that end the rows of `VALUES`. */
export const afterValues = new Set(['order', 'limit', 'offset', 'union', 'except', 'intersect', 'fetch'])

/** Words that stand between operands; others are operands or belong to one. */
export const betweenOperands = new Set(
  `all and any as asc between by cross desc distinct else escape except from full having in inner intersect into is join left like limit
   natural not offset on or order outer right select set some then union using values when where with`.split(/\s+/),
)

/** What stands before an item of GROUP BY and ORDER BY. */
export const beforeGroups = new Set(['by', 'rollup', 'cube', 'sets', '(', ','])

/** What makes a longer expression of the operand before it. */
export const operators = new Set('+ - * / % || = <> != < > <= >= [ . and or in is like between not at'.split(' '))

/** Words that end the items of GROUP BY and ORDER BY. */
export const afterGroups = new Set(
  'having order limit offset fetch union except intersect window rows range'.split(' '),
)

/** Words before a number of rows. */
export const countedBy = new Set(['limit', 'offset', 'first', 'next'])

/** Words before `(` that are not names of functions. */
export const notFunctions = new Set(
  `all and any array as between by case cast cube distinct else except exists filter from full group having in inner intersect interval is join
   lateral left like limit not offset on or order outer over partition right rollup select sets some then try_cast union using values when where
   window with within`.split(/\s+/),
)

/** Types that make a value of the text behind them. */
export const beforeLiterals = new Set(
  `bigint boolean char date double float int integer interval json real smallint time timestamp tinyint varbinary varchar`.split(
    ' ',
  ),
)

/** Words that stand for a value of the session this lake does not have; DuckDB would tell its own. */
export const unsupportedWords = new Set(
  `current_catalog current_role current_schema current_time current_user localtime session_user`.split(' '),
)

/** Words that begin a query. */
export const queryWords = new Set(['select', 'with', 'values', 'table'])

/** Words that begin a clause of a query. */
export const clauseWords = new Set(
  'select from join where group having order limit offset fetch union except intersect window'.split(' '),
)
