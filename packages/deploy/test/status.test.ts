import { beforeEach, describe, expect, test } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import { statusCommand } from '../src/status-command.js'
import type { Terminal } from '../src/terminal.js'
import { fakeAccount } from './harness.js'

const account = fakeAccount()
const command = (args: string[], terminal: Terminal) =>
  statusCommand(args, terminal, { tables: ['orders', 'totals'], report: 'totals', columns: ['day', 'amount'] })
const status = (...args: string[]) => account.run(command, ...args)
const queries = () =>
  account.aws.calls
    .filter(({ operation }) => operation === 'StartQueryExecution')
    .map(({ input }) => input['QueryString'])

const tables = {
  matches: /^SHOW TABLES/,
  answer: { columns: ['tab_name'], rows: [['foreign'], ['orders'], ['totals']] },
}
const counts = {
  matches: /count\(\*\)/,
  answer: {
    columns: ['name', 'n'],
    rows: [
      ['orders', '1200'],
      ['totals', '3'],
    ],
  },
}
const report = {
  matches: /LIMIT/,
  answer: {
    columns: ['day', 'amount'],
    rows: [
      ['day', 'amount'], // a row that looks like the header is a row
      ['2026-01-01', '10.50'],
      ['2026-01-02', null],
    ],
  },
}

describe('after a deployment', () => {
  beforeEach(async () => {
    await account.run((args, terminal) => deployCommand(args, terminal, account.makePackage), '--yes')
    account.aws.calls.length = 0
    account.aws.athena.answers = [tables, counts, report]
  })

  test('shows stacks, the last execution, tables with rows and the report', async () => {
    account.aws.stepFunctions.isThere = true
    account.aws.stepFunctions.outcome = { status: 'FAILED', error: 'States.Timeout', cause: 'too slow' }
    const { code, out } = await status()
    expect(code).toBe(0)
    expect(out).toContain('ETLSolutionStaging          CREATE_COMPLETE  2026-01-01T00:00:00Z\n')
    expect(out).toContain('Last execution: FAILED, from 2026-01-01T00:00:00Z')
    expect(out).toContain('  error: States.Timeout\n  cause: too slow\n')
    expect(out).toContain('table    rows\n-------  ----\nforeign\norders   1200\ntotals   3\n')
    expect(out).toContain(
      'day         amount\n----------  ------\nday         amount\n2026-01-01  10.50\n2026-01-02  NULL\n',
    )
  })

  test('asks the workgroup and the database of the stack', async () => {
    await status('--limit', '7')
    expect(queries()).toEqual([
      'SHOW TABLES IN `mydatabase`',
      `SELECT 'orders' AS name, count(*) AS n FROM "orders" UNION ALL SELECT 'totals' AS name, count(*) AS n FROM "totals"`,
      'SELECT "day", "amount" FROM "totals" ORDER BY "day", "amount" LIMIT 7',
    ])
    expect(account.aws.calls.find(({ operation }) => operation === 'StartQueryExecution')!.input).toMatchObject({
      WorkGroup: 'ETLSolutionStaging-AthenaWorkGroup',
      QueryExecutionContext: { Database: 'mydatabase' },
    })
  })

  test('with --json prints one document', async () => {
    const { out } = await status('--json')
    expect(JSON.parse(out)).toMatchObject({
      environment: 'staging',
      stacks: [{ name: 'DatalakeStagingLiveProject' }, { name: 'MySQLDB' }, { name: 'ETLSolutionStaging' }],
      lastExecution: null,
      tables: [
        { name: 'foreign', rows: null },
        { name: 'orders', rows: 1200 },
        { name: 'totals', rows: 3 },
      ],
      report: [
        { day: 'day', amount: 'amount' },
        { day: '2026-01-01', amount: '10.50' },
        { day: '2026-01-02', amount: null },
      ],
    })
  })

  test('before the first run there are no tables', async () => {
    const missing = 'FAILED: SemanticException [Error 10072]: Database does not exist: mydatabase'
    account.aws.athena.answers = [{ matches: /^SHOW/, answer: { failed: missing } }]
    const { code, out } = await status()
    expect(code).toBe(0)
    expect(out).toContain('No execution yet: pnpm aws:start\n\nNo tables yet.\n')
  })

  test('what Athena refuses is said, and the rest is shown', async () => {
    const refusal = 'HIVE_BAD_DATA: Error parsing field value'
    account.aws.athena.answers = [tables, { matches: /count/, answer: { failed: refusal } }, report]
    const { code, out, err } = await status()
    expect(code).toBe(0)
    expect(err).toContain(`The rows cannot be counted: ${refusal}`)
    expect(out).toContain('table    rows\n-------  ----\nforeign\norders\ntotals\n')
    expect(out).toContain('2026-01-01  10.50')
  })

  test('Ctrl-C stops the query, so that it costs no more', async () => {
    const { stop } = account
    const stopping = (args: string[], terminal: Terminal) => {
      const clock = { ...terminal.clock, sleep: async () => stop.abort() }
      return command(args, { ...terminal, clock })
    }
    expect((await account.run(stopping)).code).toBe(130)
    expect(account.aws.changes()).toEqual(['athena:StartQueryExecution', 'athena:StopQueryExecution'])
  })
})

test('a pipeline that is half deployed shows the stacks that are there', async () => {
  account.aws.cloudFormation.has('MySQLDB', 'ROLLBACK_COMPLETE')
  const { code, out, err } = await status()
  expect(code).toBe(1)
  expect(out).toContain('MySQLDB  ROLLBACK_COMPLETE')
  expect(err).toContain('There is no stack ETLSolutionStaging: run pnpm deploy:aws first.')
})
