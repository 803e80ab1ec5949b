import { beforeEach, describe, expect, test } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import { startCommand } from '../src/start-command.js'
import type { Terminal } from '../src/terminal.js'
import { FakeError } from './fake-error.js'
import { fakeAccount } from './harness.js'
import { failed, lambdaCause, succeeded } from './histories.js'

const account = fakeAccount()
const start = (...args: string[]) => account.run(startCommand, ...args)
const arn = 'arn:aws:states:eu-west-1:123456789012:execution:ETLSolutionStaging:run-1'

describe('the pipeline on AWS', () => {
  beforeEach(async () => {
    await account.run((args, terminal) => deployCommand(args, terminal, account.makePackage), '--yes')
    account.aws.calls.length = 0
    account.aws.stepFunctions.history = succeeded
  })

  test('is followed state by state to its success', async () => {
    const { code, out, err } = await start()
    expect(code).toBe(0)
    expect(out).toBe('SUCCEEDED after 28.0 s\n')
    expect(err.split('\n')).toEqual([
      arn,
      '00:00:01  > Show tables',
      '00:00:04  x Show tables  Athena.TooManyRequestsException: Rate exceeded',
      '00:00:05  ~ Show tables  tries again',
      '00:00:09  + Show tables  8.0 s',
      '00:00:10  > Check All Tables',
      '00:00:14  > Check All Tables[0] / CheckTable',
      '00:00:15  > Check All Tables[1] / CheckTable',
      '00:00:16  + Check All Tables[1] / CheckTable  1.0 s',
      '00:00:17  + Check All Tables[0] / CheckTable  3.0 s',
      '00:00:18  > Check All Tables[1] / passstep',
      '00:00:19  + Check All Tables[1] / passstep  1.0 s',
      '00:00:21  > Check All Tables[0] / Insert New parquet Data',
      '00:00:23  + Check All Tables[0] / Insert New parquet Data  2.0 s',
      '00:00:26  + Check All Tables  16.0 s',
      '',
    ])
  })

  test('reads each page of the history once it is full, and no more', async () => {
    await start()
    const reads = account.aws.calls.filter(({ operation }) => operation === 'GetExecutionHistory')
    const tokens = reads.map(({ input }) => input['nextToken'] ?? '')
    expect([...new Set(tokens)]).toEqual(['', '10', '20'])
    expect(tokens).toEqual(tokens.toSorted())
  })

  test('that fails gives the error and the cause in words, and exit code 1', async () => {
    account.aws.stepFunctions.history = failed
    account.aws.stepFunctions.outcome = { status: 'FAILED', error: 'SourceUnavailable', cause: lambdaCause }
    const { code, out, err } = await start()
    expect(code).toBe(1)
    const words = 'SourceUnavailable: MySQL does not answer: connect ETIMEDOUT'
    expect(out).toBe(`FAILED after 8.0 s\n  error: SourceUnavailable\n  cause: ${words}\n`)
    expect(err).toContain('00:00:04  x Extract from MySQL  SourceUnavailable')
    expect(err).toContain('> Pipeline failed')
  })

  test('with --json prints the end and the states, and nothing else', async () => {
    account.aws.stepFunctions.history = failed
    account.aws.stepFunctions.outcome = { status: 'FAILED', error: 'SourceUnavailable', cause: lambdaCause }
    const { code, out } = await start('--json')
    expect(code).toBe(1)
    expect(JSON.parse(out)).toEqual({
      status: 'FAILED',
      error: 'SourceUnavailable',
      cause: lambdaCause,
      execution: arn,
      startDate: '2026-01-01T00:00:00.000Z',
      stopDate: '2026-01-01T00:00:08.000Z',
      states: [{ name: 'Extract from MySQL', ms: 4000 }],
    })
  })

  test('hands the input and the name on, and prints none of the data', async () => {
    const { out, err } = await start('--input', '{"day":1}', '--name', 'today')
    const { input } = account.aws.calls.find(({ operation }) => operation === 'StartExecution')!
    expect(input).toEqual({
      stateMachineArn: 'arn:aws:states:eu-west-1:123456789012:stateMachine:ETLSolutionStaging',
      input: '{"day":1}',
      name: 'today',
    })
    expect(out + err).not.toContain('not shown')
  })

  test('has a name of its own, so that a repeated call starts it once', async () => {
    account.aws.fail('StartExecution', new FakeError('InternalFailure', 'try again', 500))
    expect((await start()).code).toBe(0)
    const calls = account.aws.calls.filter(({ operation }) => operation === 'StartExecution')
    expect(calls).toHaveLength(2)
    expect(calls[0]!.input['name']).toMatch(/^start-2026-/)
    expect(calls[1]!.input).toEqual(calls[0]!.input)
  })

  test('with --detach is started and left alone', async () => {
    const { code, out } = await start('--detach')
    expect([code, out]).toEqual([0, `${arn}\n`])
    expect(account.aws.calls.map(({ operation }) => operation)).toEqual([
      'DescribeStacks',
      'ListExecutions',
      'StartExecution',
    ])
  })

  test('goes on after Ctrl-C, which says how to see it', async () => {
    const { stop } = account
    const stopping = (args: string[], terminal: Terminal) => {
      const err = (text: string) => {
        terminal.err(text)
        if (text.includes('Check All Tables')) stop.abort()
      }
      return startCommand(args, { ...terminal, err })
    }
    const { code, err } = await account.run(stopping)
    expect(code).toBe(130)
    expect(err).toContain(`aws stepfunctions describe-execution --execution-arn ${arn}`)
    expect(account.aws.changes()).toEqual(['states:StartExecution'])
  })

  test('goes on when the credentials expire, which says how to see it', async () => {
    account.aws.fail(
      'GetExecutionHistory',
      new FakeError('ExpiredTokenException', 'The security token is expired', 400),
    )
    const { code, err } = await start()
    expect(code).toBe(1)
    expect(err).toContain(`aws stepfunctions describe-execution --execution-arn ${arn}`)
    expect(err).toContain('AWS does not accept these credentials')
  })

  test('is followed through throttling', async () => {
    const throttled = new FakeError('ThrottlingException', 'Rate exceeded')
    account.aws.fail('GetExecutionHistory', throttled, throttled)
    expect((await start()).code).toBe(0)
    expect(account.aws.failures.get('GetExecutionHistory')).toEqual([])
  })

  test('that runs already under that name is not started again', async () => {
    account.aws.stepFunctions.isThere = true
    const { code, err } = await start('--name', 'run-1')
    expect(code).toBe(1)
    expect(err).toContain('Execution Already Exists')
  })

  test('with --seed first has the function create the example tables', async () => {
    expect((await start('--seed')).code).toBe(0)
    expect(account.aws.calls.map(({ operation }) => operation).slice(0, 4)).toEqual([
      'DescribeStacks',
      'ListExecutions',
      'Invoke',
      'StartExecution',
    ])
    expect(account.aws.calls[2]!.input).toEqual({
      functionName: 'ETLSolutionStaging-MySqlConnectorName',
      payload: { mode: 'seed' },
    })
  })

  test('waits for a function that lost its network while it was idle', async () => {
    const idle = new FakeError('ResourceConflictException', 'The function is currently in state: Pending', 409)
    account.aws.fail('Invoke', idle, idle)
    const { code, err } = await start('--seed')
    expect(code).toBe(0)
    expect(err.split('idle for weeks')).toHaveLength(2)
    expect(account.aws.calls.filter(({ operation }) => operation === 'Invoke')).toHaveLength(3)
  })

  test('does not wait for it for ever', async () => {
    const idle = new FakeError('ResourceConflictException', 'The function is currently in state: Pending', 409)
    account.aws.fail('Invoke', ...Array.from({ length: 100 }, () => idle))
    const { code, err } = await start('--seed')
    expect(code).toBe(1)
    expect(err).toContain('AWS refused: ResourceConflictException: The function is currently in state: Pending')
    expect(account.aws.changes()).not.toContain('states:StartExecution')
  })

  test('is not started beside one that is running, unless that is meant', async () => {
    account.aws.stepFunctions.isThere = true
    account.aws.stepFunctions.outcome = { status: 'RUNNING' }
    const { code, err } = await start('--seed')
    expect(code).toBe(1)
    expect(err).toContain(`An execution has been running since 2026-01-01T00:00:00Z: ${arn}`)
    expect(account.aws.changes()).toEqual([])
    const beside = await start('--concurrent')
    expect(beside.err).toContain('Execution Already Exists') // the stand-in has one execution: it was asked for another
  })

  test('is not started when --seed fails', async () => {
    account.aws.lambda = { payload: JSON.parse(lambdaCause) as unknown, error: 'Unhandled' }
    const { code, err } = await start('--seed')
    expect(code).toBe(1)
    expect(err).toContain('SourceUnavailable: MySQL does not answer: connect ETIMEDOUT')
    expect(account.aws.changes()).toEqual(['lambda:Invoke'])
  })
})

test('without a deployment it says what to run first', async () => {
  const { code, err } = await start()
  expect([code, err]).toEqual([1, 'There is no stack ETLSolutionStaging: run pnpm deploy:aws first.\n'])
})

test('a deployment that failed has nothing to start', async () => {
  account.aws.cloudFormation.has('ETLSolutionStaging', 'ROLLBACK_COMPLETE')
  const { code, err } = await start()
  expect(code).toBe(1)
  expect(err).toContain('The stack ETLSolutionStaging is ROLLBACK_COMPLETE and has no output StateMachineArn')
})
