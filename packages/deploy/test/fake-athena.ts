import { FakeError } from './fake-error.js'

/** What a query gives: rows, or the reason why it fails. */
export type Answer = { columns: string[]; rows: (string | null)[][] } | { failed: string }

/** Athena: a query is queued at the first look, then it is done. Results come in pages of two rows. */
export class FakeAthena {
  /** Which query gets which answer. */
  answers: { matches: RegExp; answer: Answer }[] = []
  readonly #queries: { sql: string; looks: number; answer: Answer }[] = []

  answer(operation: string, input: Record<string, unknown>): unknown {
    if (operation === 'StartQueryExecution') {
      const sql = String(input['QueryString'])
      const found = this.answers.find(({ matches }) => matches.test(sql))
      if (!found) throw new FakeError('InvalidRequestException', `Queries of this type are not supported: ${sql}`)
      this.#queries.push({ sql, looks: 0, answer: found.answer })
      return { QueryExecutionId: String(this.#queries.length - 1) }
    }
    const query = this.#queries[Number(input['QueryExecutionId'])]!
    const { answer, sql } = query
    if (operation === 'GetQueryExecution') {
      query.looks += 1
      const failed = 'failed' in answer ? { State: 'FAILED', StateChangeReason: answer.failed } : { State: 'SUCCEEDED' }
      return { QueryExecution: { Status: query.looks === 1 ? { State: 'QUEUED' } : failed } }
    }
    if (operation !== 'GetQueryResults' || 'failed' in answer) throw new FakeError('InvalidRequestException', operation)
    const isQuery = sql.startsWith('SELECT') // SHOW has no header row
    const all = isQuery ? [answer.columns, ...answer.rows] : answer.rows
    const from = Number(input['NextToken'] ?? 0)
    const page = all.slice(from, from + 2).map((row) => ({
      Data: row.map((value) => (value === null ? {} : { VarCharValue: value })),
    }))
    return {
      ResultSet: {
        Rows: page,
        ResultSetMetadata: { ColumnInfo: answer.columns.map((Name) => ({ Name, Type: 'varchar' })) },
      },
      ...(from + 2 < all.length ? { NextToken: String(from + 2) } : {}),
    }
  }
}
