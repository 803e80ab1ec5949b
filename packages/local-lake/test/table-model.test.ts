import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, it } from 'vitest'
import { lakeForTest } from './lake-for-test.js'

interface Row {
  readonly id: number | null
  readonly day: string | null
  readonly amount: string | null
}

/** Statements with what they do to a list of rows. NULL is never equal, and keys in a source are different. */
type Step =
  | { readonly kind: 'insert' | 'merge'; readonly rows: readonly Row[] }
  | { readonly kind: 'update' | 'delete'; readonly least: number; readonly day: string }
  | { readonly kind: 'optimize' | 'vacuum' | 'reopen' }

const id = fc.option(fc.integer({ min: 0, max: 12 }), { freq: 8 })
const day = fc.constantFrom('1969-12-31', '1970-01-01', '2024-02-28', '2024-02-29', '2024-03-01', '9999-12-31')
const row = fc.record({
  id,
  day: fc.option(day, { freq: 8 }),
  amount: fc.option(
    fc.integer({ min: -999, max: 999 }).map((cents) => (cents / 100).toFixed(2)),
    { freq: 6 },
  ),
})
const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ kind: fc.constant('insert' as const), rows: fc.array(row, { minLength: 1, maxLength: 5 }) }),
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('merge' as const),
      rows: fc.uniqueArray(row, { selector: (one) => one.id, minLength: 1, maxLength: 6 }),
    }),
  },
  fc.record({
    kind: fc.constantFrom('update' as const, 'delete' as const),
    least: fc.integer({ min: 0, max: 14 }),
    day,
  }),
  fc.record({ kind: fc.constantFrom('optimize' as const, 'vacuum' as const, 'reopen' as const) }),
)

const literal = ({ id, day, amount }: Row): string =>
  `(CAST(${id ?? 'NULL'} AS bigint), CAST(${day === null ? 'NULL' : `DATE '${day}'`} AS date), CAST(${amount === null ? 'NULL' : `DECIMAL '${amount}'`} AS decimal(10,2)))`

const values = (rows: readonly Row[]): string => `(VALUES ${rows.map(literal).join(', ')})`

const statements = {
  insert: (rows: readonly Row[]): string => `INSERT INTO m.t SELECT * FROM ${values(rows)}`,
  // Of several rows of the target with one key, all are matched; of the source there is one a key.
  merge: (rows: readonly Row[]): string => `MERGE INTO m.t USING ${values(rows)} AS s(id, day, amount) ON t.id = s.id
    WHEN MATCHED AND s.amount < 0 THEN DELETE
    WHEN MATCHED AND (t.amount IS DISTINCT FROM s.amount OR t.day IS DISTINCT FROM s.day) THEN UPDATE SET amount = s.amount, day = s.day
    WHEN NOT MATCHED AND s.day IS NOT NULL THEN INSERT (day, id, amount) VALUES (s.day, s.id, s.amount)`,
}

function applied(rows: readonly Row[], step: Step): readonly Row[] {
  switch (step.kind) {
    case 'insert':
      return [...rows, ...step.rows]
    case 'update':
      return rows.map((one) => (one.id !== null && one.id >= step.least ? { ...one, day: step.day } : one))
    case 'delete':
      return rows.filter((one) => one.id === null || one.id < step.least || one.day !== step.day)
    case 'merge': {
      const sourceOf = (one: Row): Row | undefined =>
        one.id === null ? undefined : step.rows.find((source) => source.id === one.id)
      const kept = rows.flatMap((one) => {
        const source = sourceOf(one)
        if (!source) return [one]
        return source.amount !== null && Number(source.amount) < 0 ? [] : [source]
      })
      const matched = new Set(rows.map((one) => one.id))
      return [
        ...kept,
        ...step.rows.filter((source) => (source.id === null || !matched.has(source.id)) && source.day !== null),
      ]
    }
    default:
      return rows
  }
}

const sorted = (rows: readonly (readonly (string | null)[])[]): string[] =>
  rows.map((one) => JSON.stringify(one)).sort()

it.each(['', 'PARTITIONED BY (month(day))', 'PARTITIONED BY (day, truncate(5, id))'])(
  'any statements in any order %s leave the rows they should',
  { timeout: 170_000 },
  async (partition) => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 8 }), async (steps) => {
        const folder = await mkdtemp(join(tmpdir(), 'lake-model-'))
        let lake = await lakeForTest({ folder })
        try {
          await lake.run('CREATE DATABASE m')
          await lake.run(`CREATE TABLE m.t (id bigint, day date, amount decimal(10,2)) ${partition} LOCATION 's3://warehouse/t/'
          TBLPROPERTIES ('table_type'='ICEBERG', 'vacuum_max_snapshot_age_seconds'='0')`)
          let rows: readonly Row[] = []
          for (const one of steps) {
            if (one.kind === 'reopen') {
              await lake.close()
              lake = await lakeForTest({ folder })
            } else if (one.kind === 'insert' || one.kind === 'merge') await lake.run(statements[one.kind](one.rows))
            else if (one.kind === 'update')
              await lake.run(`UPDATE m.t SET day = DATE '${one.day}' WHERE id >= ${one.least}`)
            else if (one.kind === 'delete')
              await lake.run(`DELETE FROM m.t WHERE id >= ${one.least} AND day = DATE '${one.day}'`)
            else await lake.run(one.kind === 'optimize' ? 'OPTIMIZE m.t REWRITE DATA USING BIN_PACK' : 'VACUUM m.t')
            rows = applied(rows, one)
            const expected = rows.map(({ id, day, amount }) => [id === null ? null : String(id), day, amount])
            expect(sorted(await lake.rows('SELECT id, day, amount FROM m.t'))).toEqual(sorted(expected))
          }
        } finally {
          await lake.close()
          await rm(folder, { recursive: true, force: true })
        }
      }),
      { numRuns: 10 },
    )
  },
)
