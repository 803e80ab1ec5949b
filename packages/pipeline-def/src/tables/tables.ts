import type { ReportTable, SourceTable } from './table.js'

const schema = 'myschema'

/** Who has registered. */
export const users = {
  name: 'users',
  schema,
  description: 'Registered users.',
  columns: [
    {
      name: 'id',
      type: 'bigint',
      description: 'The user. May occur more than once: the earliest registration counts.',
    },
    { name: 'registration_date', type: 'date', description: 'The day on which the user registered.' },
  ],
  primaryKey: ['id'],
  prefix: `${schema}/users/`,
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  seed: [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.users (
  id BIGINT,
  registration_date DATE
) AS
SELECT 1 AS id, CURRENT_DATE() AS registration_date
UNION ALL SELECT 2, DATE_SUB(CURRENT_DATE(), INTERVAL 1 DAY)`,
  ],
} as const satisfies SourceTable

/** What users have paid. */
export const transactions = {
  name: 'transactions',
  schema,
  description: 'Payments of users, one row each.',
  columns: [
    { name: 'transaction_id', type: 'bigint', description: 'The payment.' },
    { name: 'user_id', type: 'bigint', description: 'Who paid: an `id` of users, of nobody known, or NULL.' },
    { name: 'total_cost', type: 'decimal(18,2)', description: 'What was paid, in US dollars.' },
    { name: 'dt', type: 'date', description: 'The day of the payment.' },
  ],
  primaryKey: ['transaction_id'],
  prefix: `${schema}/transactions/`,
  format: { serde: 'delimited', delimiter: ',', escape: '\\' },
  seed: [
    `CREATE SCHEMA IF NOT EXISTS ${schema}`,
    `CREATE TABLE IF NOT EXISTS ${schema}.transactions (
  transaction_id BIGINT,
  user_id BIGINT,
  total_cost DECIMAL(18,2),
  dt DATE
) AS
SELECT 1 AS transaction_id, 1 AS user_id, 10.99 AS total_cost, CURRENT_DATE() AS dt
UNION ALL SELECT 2, 2, 4.99, CURRENT_DATE()
UNION ALL SELECT 3, 2, 4.99, DATE_SUB(CURRENT_DATE(), INTERVAL 3 DAY)
UNION ALL SELECT 4, 1, 4.99, DATE_SUB(CURRENT_DATE(), INTERVAL 3 DAY)
UNION ALL SELECT 5, 1, 5.99, DATE_SUB(CURRENT_DATE(), INTERVAL 2 DAY)
UNION ALL SELECT 6, 1, 15.99, DATE_SUB(CURRENT_DATE(), INTERVAL 1 DAY)
UNION ALL SELECT 7, 1, 55.99, DATE_SUB(CURRENT_DATE(), INTERVAL 4 DAY)`,
  ],
} as const satisfies SourceTable

/** What each user spent each day: the pipeline's result. */
export const userTransactions = {
  name: 'user_transactions',
  description: 'What each user spent on each day: one row per day and user.',
  columns: [
    {
      name: 'dt',
      type: 'date',
      description: 'The day.',
      from: ['transactions.dt'],
      rule: 'As it is.',
    },
    {
      name: 'user_id',
      type: 'bigint',
      description: 'The user; NULL gathers the payments that name nobody.',
      from: ['transactions.user_id'],
      rule: 'As it is.',
    },
    {
      name: 'total_cost_usd',
      type: 'decimal(18,2)',
      description: 'The sum of the payments of that day, in US dollars.',
      from: ['transactions.total_cost'],
      rule: 'Sum over the payments of the day and the user.',
    },
    {
      name: 'registration_date',
      type: 'date',
      description: 'The day on which the user registered; NULL for a user nobody knows.',
      from: ['users.registration_date', 'users.id'],
      rule: 'The earliest registration date of the user.',
    },
  ],
  key: ['dt', 'user_id'],
  prefix: `${schema}/optimized-data-iceberg-parquet/`,
  partitionedBy: [],
} as const satisfies ReportTable

/** The tables that come from MySQL, in the order in which they are exported and created. */
export const sourceTables: readonly SourceTable[] = [users, transactions]
