import { gzipSync } from 'node:zlib'
import * as fc from 'fast-check'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { lakeForTest, type TestLake } from './lake-for-test.js'

let lake: TestLake
let tables = 0
beforeAll(async () => {
  lake = await lakeForTest()
  await lake.run('CREATE DATABASE raw')
})
afterAll(() => lake.close())

const openCsv = "ROW FORMAT SERDE 'org.apache.hadoop.hive.serde2.OpenCSVSerde'"

/** The rows an external table has over these files. */
async function rowsOver(
  ...table: [files: Record<string, string | Buffer>, columns: string, format: string, rest?: string]
): Promise<(string | null)[][]> {
  return lake.rows(`SELECT * FROM raw.${await tableOver(...table)}`)
}

/** The name of an external table over these files. */
async function tableOver(
  files: Record<string, string | Buffer>,
  columns: string,
  format: string,
  rest = '',
): Promise<string> {
  const name = `t${++tables}`
  for (const [key, content] of Object.entries(files))
    await lake.store.put(`s3://landing/${name}/${key}`, Buffer.from(content))
  await lake.run(`CREATE EXTERNAL TABLE raw.${name} (${columns}) ${format} LOCATION 's3://landing/${name}/' ${rest}`)
  return name
}

describe('LazySimpleSerDe', () => {
  const commas = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','"
  const escaped = `${commas} ESCAPED BY '\\\\'`
  const text = 'a string, b string'

  it.each<[string, string, string, string, (string | null)[][], string?]>([
    ['quotes are plain characters', '"x","y,z"\n', text, commas, [['"x"', '"y']]],
    [
      '\\N is NULL, nothing is the empty text',
      '\\N,\n,\\N\n',
      text,
      commas,
      [
        [null, ''],
        ['', null],
      ],
    ],
    [
      'a short line ends in NULLs, a long one is cut',
      'x\n1,2,3\n',
      text,
      commas,
      [
        ['x', null],
        ['1', '2'],
      ],
    ],
    [
      'an empty line is a row',
      'a,b\n\nc,d\n',
      text,
      commas,
      [
        ['a', 'b'],
        ['', null],
        ['c', 'd'],
      ],
    ],
    [
      'a first line that is empty is a row',
      '\nc,d\n',
      text,
      commas,
      [
        ['', null],
        ['c', 'd'],
      ],
    ],
    ['the last line needs no end', 'a,b', text, commas, [['a', 'b']]],
    [
      'lines end at CR, LF and CRLF',
      'a,b\r\nc,d\re,f\n',
      text,
      commas,
      [
        ['a', 'b'],
        ['c', 'd'],
        ['e', 'f'],
      ],
    ],
    ['without ESCAPED BY a backslash is plain', 'a\\,b\n', text, commas, [['a\\', 'b']]],
    [
      'with it the next character is plain',
      'a\\,b,c\\\\d\n\\N,\\\\N\n',
      text,
      escaped,
      [
        ['a,b', 'c\\d'],
        [null, '\\N'],
      ],
    ],
    ['and \\n, \\r are line breaks', 'a\\nb,c\\rd\n', text, escaped, [['a\nb', 'c\rd']]],
    ['another NULL', '-,\\N\n', text, `${commas} NULL DEFINED AS '-'`, [[null, '\\N']]],
    [
      'the text of NULL may be a property of the table',
      ',NULL\n',
      text,
      commas,
      [['', null]],
      "TBLPROPERTIES ('serialization.null.format'='NULL')",
    ],
    [
      'a number as separator is a byte',
      'a\tb9\n',
      text,
      "ROW FORMAT DELIMITED FIELDS TERMINATED BY '9'",
      [['a', 'b9']],
    ],
    ['another separator', 'a|b,c\n', text, "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|'", [['a', 'b,c']]],
    ['the standard separator is \\u0001', 'a\u0001b\n', text, '', [['a', 'b']]],
    ['tabs', 'a\tb\n', text, "ROW FORMAT DELIMITED FIELDS TERMINATED BY '\\t'", [['a', 'b']]],
    ['NUL, emoji and other letters', 'a\0b,é😀中\n', text, commas, [['a\0b', 'é😀中']]],
    ['blanks stay', ' a , b \n', text, commas, [[' a ', ' b ']]],
    ['a lone column', 'x\n\ny\n', 'a string', commas, [['x'], [''], ['y']]],
    ['a lone column of NULLs', '\\N\n\\N\n', 'a string', escaped, [[null], [null]]],
  ])('%s', async (_, content, columns, format, expected, rest) => {
    expect(await rowsOver({ 'part-0': content }, columns, format, rest)).toEqual(expected)
  })

  it.each<[string, string, (string | null)[]]>([
    [
      'bigint',
      '9223372036854775807,-9223372036854775808,9223372036854775808,1.5,1e3,x,,1_000,0x1F,+5, 7 ',
      ['9223372036854775807', '-9223372036854775808', null, null, null, null, null, null, null, '5', '7'],
    ],
    ['int', '2147483647,2147483648,-1', ['2147483647', null, '-1']],
    ['tinyint', '127,128', ['127', null]],
    [
      'decimal(38,10)',
      '1234567890123456789012345678.0123456789,0.00000000005,abc',
      ['1234567890123456789012345678.0123456789', '0.0000000001', null],
    ],
    ['decimal(5,2)', '999.99,1000,1_0,1e2,.5', ['999.99', null, null, '100.00', '0.50']],
    [
      'double',
      '1.5,1e300,NaN,x,nan,inf,-Infinity,1_0.5',
      ['1.5', '1.0E300', 'NaN', null, null, null, '-Infinity', null],
    ],
    ['float', '10.99,0.1', ['10.99', '0.1']],
    ['boolean', 'true,FALSE,1,yes', ['true', 'false', null, null]],
    [
      'date',
      '2024-02-29,2023-02-29,0001-01-01,9999-12-31,2024-01-01 00:00:00,2024/01/01,epoch,infinity,2024 01 02,2024-1-2',
      ['2024-02-29', null, '0001-01-01', '9999-12-31', null, null, null, null, null, '2024-01-02'],
    ],
    [
      'timestamp',
      '2024-02-29 01:02:03.456,2024-02-29 01:02:03,x,2024-02-29T01:02:03,2024-02-29 01:02:03Z,infinity,2024/02/29 01:02:03',
      ['2024-02-29 01:02:03.456', '2024-02-29 01:02:03.000', null, null, null, null, null],
    ],
    ['varchar(2)', 'abc,a', ['ab', 'a']],
  ])('%s: what is not one is NULL', async (type, values, expected) => {
    const content = values
      .split(',')
      .map((value) => `${value}|\n`)
      .join('')
    expect(
      await rowsOver({ a: content }, `v ${type}, rest string`, "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|'"),
    ).toEqual(expected.map((value) => [value, '']))
  })

  it('a byte order mark is part of the first field', async () => {
    await rowsOver({ a: '\ufeffa,b\n' }, text, commas)
    expect(await lake.rows(`SELECT length(a), codepoint(substr(a, 1, 1)) FROM raw.t${tables}`)).toEqual([
      ['2', '65279'],
    ])
  })

  it('every text survives that is written as the SerDe reads it', async () => {
    const write = (value: string | null): string =>
      value === null ? '\\N' : value.replaceAll(/[\\,\n\r]/g, (char) => `\\${{ '\n': 'n', '\r': 'r' }[char] ?? char}`)
    const value = fc.oneof(
      fc.constantFrom(null, '', '\\N', 'N', '\\', ',', '"', '\n', '\r\n', '\0', '\\n', '""', '\u0001', '\u2028', "'"),
      fc.string({ unit: fc.constantFrom('a', ',', '"', '\\', '\n', '\r', '\0', 'N', '😀', ' ') }),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(value, value, value), { minLength: 1, maxLength: 20 }), async (rows) => {
        const content = rows.map((row) => `${row.map(write).join(',')}\n`).join('')
        expect(await rowsOver({ 'x.csv': content }, 'a string, b string, c string', escaped)).toEqual(rows)
      }),
      { numRuns: 40 },
    )
  })
})

describe('OpenCSVSerde', () => {
  const text = 'a string, b string'
  it.each<[string, string, string, string, (string | null)[][]]>([
    ['quotes enclose', '"x,1","y ""z"""\n', text, openCsv, [['x,1', 'y "z"']]],
    ['a backslash escapes a quote and itself in quotes', '"a\\"b","c\\\\d"\n', text, openCsv, [['a"b', 'c\\d']]],
    ['a backslash that escapes nothing is dropped', '"a\\nb",c\\d\n', text, openCsv, [['anb', 'cd']]],
    [
      'there is no NULL but a missing field',
      '\\N,\nx\n',
      text,
      openCsv,
      [
        ['N', ''],
        ['x', null],
      ],
    ],
    [
      'a line break ends the row, in quotes too',
      '"a\nb",c\n',
      text,
      openCsv,
      [
        [null, null],
        [null, null],
      ],
    ],
    ['so a field whose quote does not end is lost', 'x,"y\n', text, openCsv, [['x', null]]],
    [
      'an empty line has no fields',
      'a,b\n\nc,d\n',
      text,
      openCsv,
      [
        ['a', 'b'],
        [null, null],
        ['c', 'd'],
      ],
    ],
    [
      'other characters',
      "'a;b';c\n",
      text,
      `${openCsv} WITH SERDEPROPERTIES ('separatorChar'=';', 'quoteChar'='\\'')`,
      [['a;b', 'c']],
    ],
    [
      'the quote as escape is none given',
      '"a""b",c\\d\n',
      text,
      `${openCsv} WITH SERDEPROPERTIES ('escapeChar'='"')`,
      [['a"b', 'cd']],
    ],
    [
      'numbers, days and milliseconds',
      '7,1.5,19782,1709209923456,true\n',
      'i bigint, d double, day date, t timestamp, b boolean',
      openCsv,
      [['7', '1.5', '2024-02-29', '2024-02-29 12:32:03.456', 'true']],
    ],
  ])('%s', async (_, content, columns, format, expected) => {
    expect(await rowsOver({ a: content }, columns, format)).toEqual(expected)
  })

  it('an empty field in a column of numbers is bad data', async () => {
    await expect(rowsOver({ a: '1\n""\n' }, 'i int', openCsv)).rejects.toThrow(
      /^HIVE_BAD_DATA: Error parsing field value '' /,
    )
  })
})

describe('long lines', () => {
  const commas = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','"
  const mega = 1_048_576
  const cell = (length: number): string => `x${'y'.repeat(length - 2)}z`

  it.each(
    [1 * mega, 2 * mega, 2 * mega + 90, 17 * mega, 40 * mega].flatMap((length) =>
      ['\n', ''].flatMap((end) =>
        ([2, 3] as const).map((line) => [length, line, end === '' ? 'without' : 'with', end] as const),
      ),
    ),
  )('of %i bytes in line %i, %s a line break at the end, are read whole', async (length, line, _, end) => {
    const [second, third] = line === 2 ? [length, 7] : [7, length]
    const text = `1,${cell(5)},b\n2,${cell(second)},b\n3,${cell(third)},b${end}`
    const expected = [5, second, third].map((size, index) => [String(index + 1), String(size), 'x', 'z', 'b'])
    // A file of its own each: as it is, and rewritten for its carriage return, or for being compressed.
    for (const files of [{ a: text }, { b: text.replace('\n', '\r\n') }, { 'c.gz': gzipSync(text, { level: 1 }) }]) {
      const table = await tableOver(files, 'id int, a string, b string', commas)
      expect(
        await lake.rows(`SELECT id, length(a), substr(a, 1, 1), substr(a, -1), b FROM raw.${table} ORDER BY id`),
      ).toEqual(expected)
    }
  })

  it('of more than 100 MB are refused, as Athena refuses them', async () => {
    const text = Buffer.alloc(101 * mega, 'x')
    await expect(rowsOver({ a: text }, 'a string', commas)).rejects.toThrow(/^HIVE_BAD_DATA: Line too long .*: a$/)
    await expect(rowsOver({ 'a.gz': gzipSync(text, { level: 1 }) }, 'a string', commas)).rejects.toThrow(
      /^HIVE_BAD_DATA: Line too long .*: a\.gz$/,
    )
  })

  it('are not what a long file of carriage returns has', async () => {
    const line = `${'abcdefg'.repeat(100)},h\r`
    const lines = Math.ceil((110 * mega) / line.length)
    const table = await tableOver({ a: line.repeat(lines) }, 'a string, b string', commas)
    expect(await lake.rows(`SELECT count(*), min(length(a)), max(b) FROM raw.${table}`)).toEqual([
      [String(lines), '700', 'h'],
    ])
  })
})

it('a file of many buffers is cut like a small one', async () => {
  let seed = 7
  const random = (below: number): number => (seed = (seed * 48_271) % 2_147_483_647) % below
  const fields = ['\\N', '', '"', 'é😀', 'a"b', "it's", '\\', ' x ', 'long '.repeat(40)]
  const lines = Array.from({ length: 120_000 }, (_, id) =>
    [id, ...Array.from({ length: random(4) }, () => fields[random(fields.length)]!)].join('|'),
  )
  const columns = 'id int, a string, b string'
  const table = await tableOver({ a: lines.join('\n') }, columns, "ROW FORMAT DELIMITED FIELDS TERMINATED BY '|'")
  const expected = lines.map((line) => {
    const [id, a, b] = line.split('|').map((field) => (field === '\\N' ? null : field))
    return [id, a ?? null, b ?? null]
  })
  expect(await lake.rows(`SELECT * FROM raw.${table} ORDER BY id`)).toEqual(expected)
})

describe('what would be read wrongly is refused by name', () => {
  const commas = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','"
  it.each<[string, string, string, string, RegExp]>([
    ['bzip2', 'a.bz2', commas, '', /^NOT_SUPPORTED: .*\.bz2/],
    ['zstd', 'a.zst', commas, '', /^NOT_SUPPORTED: .*\.zst/],
    ['a broken archive', 'a.gz', commas, '', /^HIVE_BAD_DATA: Error reading a\.gz/],
    ['a footer', 'a', commas, "'skip.footer.line.count'='1'", /^NOT_SUPPORTED: .*'skip\.footer\.line\.count'/],
    [
      'an encoding',
      'a',
      commas,
      "'serialization.encoding'='ISO-8859-1'",
      /^NOT_SUPPORTED: .*'serialization\.encoding'/,
    ],
    ['header lines', 'a', commas, "'skip.header.line.count'='x'", /^HIVE_INVALID_METADATA: .*'skip\.header/],
    ['projection', 'a', commas, "'projection.enabled'='true'", /^NOT_SUPPORTED: .*partition projection/],
    ['a separator', 'a', "ROW FORMAT DELIMITED FIELDS TERMINATED BY 'é'", '', /^NOT_SUPPORTED: .*'field\.delim'='é'/],
    [
      'equal characters',
      'a',
      `${openCsv} WITH SERDEPROPERTIES ('quoteChar'=',')`,
      '',
      /^HIVE_INVALID_METADATA: The separator, quote, and escape/,
    ],
  ])('%s', async (_, key, format, properties, reason) => {
    const rest = properties && `TBLPROPERTIES (${properties})`
    await expect(rowsOver({ [key]: 'x,y\n' }, 'a string, b string', format, rest)).rejects.toThrow(reason)
  })

  it('a binary column', async () => {
    await expect(rowsOver({}, 'a binary', commas)).rejects.toThrow(/^NOT_SUPPORTED: .*type binary \(column a\)/)
  })
})

describe('the files of a table', () => {
  const commas = "ROW FORMAT DELIMITED FIELDS TERMINATED BY ','"

  it('are all below its location but those that begin with _ or . and empty ones', async () => {
    const files = { 'a/b/1': '1\n', '2': '2\n', _SUCCESS: 'x\n', '.hidden': 'x\n', _tmp_a: 'x\n', empty: '' }
    expect((await rowsOver(files, 'n int', commas)).sort()).toEqual([['1'], ['2']])
  })

  it('may have names that look like patterns', async () => {
    const files = { 'a[1]*?.csv': '1\n', "it's.csv": '2\n', 'a1xy.csv': '3\n', 'q"{}$&.csv': '"4"\n' }
    expect((await rowsOver(files, 'n int', openCsv)).sort()).toEqual([['1'], ['2'], ['3'], ['4']])
  })

  it('may be none', async () => {
    expect(await rowsOver({}, 'n int, d date', commas)).toEqual([])
  })

  it('may be compressed, and carry header lines', async () => {
    const files = { 'a.csv.gz': gzipSync('n\n1\n'), 'b.csv': 'n\n2\n', 'c.csv': 'n\r\n3\r\n' }
    expect((await rowsOver(files, 'n int', commas, "TBLPROPERTIES ('skip.header.line.count'='1')")).sort()).toEqual([
      ['1'],
      ['2'],
      ['3'],
    ])
  })

  it('are those of its folder, not of a neighbour whose name begins alike', async () => {
    await lake.store.put('s3://landing/next_old/a', Buffer.from('9\n'))
    await lake.store.put('s3://landing/next/a', Buffer.from('1\n'))
    await lake.run(`CREATE EXTERNAL TABLE raw.next (n int) ${commas} LOCATION 's3://landing/next'`)
    expect(await lake.rows('SELECT * FROM raw.next')).toEqual([['1']])
  })

  it('are read anew when they change', async () => {
    expect(await rowsOver({ a: '"1"\n' }, 'n int', openCsv)).toEqual([['1']])
    await lake.store.put(`s3://landing/t${tables}/a`, Buffer.from('"2"\n'))
    await lake.store.put(`s3://landing/t${tables}/b`, Buffer.from('"3"\n'))
    expect(await lake.rows(`SELECT n FROM raw.t${tables} ORDER BY n`)).toEqual([['2'], ['3']])
  })

  it('in invalid UTF-8 read with the sign for it', async () => {
    expect(await rowsOver({ a: Buffer.from([0x61, 0xff, 0x62, 10]) }, 'a string', commas)).toEqual([['a\ufffdb']])
  })

  it('in partitions are found by MSCK REPAIR TABLE and ALTER TABLE ADD PARTITION, not before', async () => {
    for (const [key, content] of Object.entries({
      'day=2024-01-01/kind=a%3Db/1': '1\n',
      'day=2024-01-02/kind=c/1': '2\n',
      'elsewhere/1': '3\n',
    }))
      await lake.store.put(`s3://landing/parts/${key}`, Buffer.from(content))
    await lake.run(
      `CREATE EXTERNAL TABLE raw.parts (n int) PARTITIONED BY (day date, kind string) ${commas} LOCATION 's3://landing/parts/'`,
    )
    expect(await lake.rows('SELECT * FROM raw.parts')).toEqual([])
    await lake.run('MSCK REPAIR TABLE raw.parts')
    await lake.run(
      `ALTER TABLE raw.parts ADD IF NOT EXISTS PARTITION (day = '2024-01-03', kind = 'd') LOCATION 's3://landing/parts/elsewhere/'`,
    )
    expect(await lake.rows('SELECT * FROM raw.parts ORDER BY n')).toEqual([
      ['1', '2024-01-01', 'a=b'],
      ['2', '2024-01-02', 'c'],
      ['3', '2024-01-03', 'd'],
    ])
    await lake.run(`ALTER TABLE raw.parts DROP PARTITION (day = '2024-01-02', kind = 'c')`)
    expect(await lake.rows('SHOW PARTITIONS raw.parts')).toEqual([
      ['day=2024-01-01/kind=a=b'],
      ['day=2024-01-03/kind=d'],
    ])
  })
})

it('INSERT INTO a text table adds a file it reads back, and refuses a value that would not survive', async () => {
  await lake.run(
    `CREATE EXTERNAL TABLE raw.sink (id int, name string) ROW FORMAT DELIMITED FIELDS TERMINATED BY ',' LOCATION 's3://landing/sink/'`,
  )
  await lake.run(`INSERT INTO raw.sink VALUES (1, 'x "y"'), (2, NULL), (3, '')`)
  expect(await lake.rows('SELECT * FROM raw.sink ORDER BY id')).toEqual([
    ['1', 'x "y"'],
    ['2', null],
    ['3', ''],
  ])
  expect(await lake.failure(`INSERT INTO raw.sink VALUES (4, 'a,b')`)).toMatch(
    /^HIVE_WRITER_DATA_ERROR: .*column name /,
  )
})
