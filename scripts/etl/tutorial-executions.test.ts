import { expect, test } from 'vitest'
import { tutorialExecutions } from './tutorial-executions.js'

test('the runs that the tutorial shows take the ways that it tells of', async () => {
  const runs = await tutorialExecutions()
  const entered = runs.map(({ name, execution }) => [
    name,
    execution.status,
    execution.history.filter(({ type }) => type.endsWith('StateEntered')).map(({ state }) => state),
  ])
  const begin = ['HelloWorld', 'Extract from MySQL']
  const look = ['Show tables', 'Get Show tables query results', 'Decide what next']
  const load = [
    'Check All Tables',
    'CheckTable',
    'passstep',
    'CheckTable',
    'Insert New parquet Data',
    'CheckTable',
    'passstep',
  ]
  const create = [
    'Create users table (external)',
    'Create transactions table (external)',
    'Create report table (parquet)',
  ]
  expect(entered).toEqual([
    ['simple', 'SUCCEEDED', ['HelloWorld']],
    ['tables-do-not-exist', 'SUCCEEDED', [...begin, 'Create Athena DB', ...look, ...create, ...look, ...load]],
    ['full', 'SUCCEEDED', [...begin, 'Create Athena DB', ...look, ...load]],
    ['failed', 'FAILED', [...begin, 'Pipeline failed']],
  ])
  expect(runs.at(-1)?.execution.cause).toContain('The embedded source has no table "transactions"')
})
