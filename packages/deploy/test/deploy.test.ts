import { describe, expect, test } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import type { Terminal } from '../src/terminal.js'
import { FakeError } from './fake-error.js'
import { fakeAccount } from './harness.js'

const account = fakeAccount()
const command = (args: string[], terminal: Terminal) => deployCommand(args, terminal, account.makePackage)
const deploy = (...args: string[]) => account.run(command, ...args)
const stack = (name: string) => account.aws.cloudFormation.stacks.findLast((each) => each.name === name)!

const created = ['cloudformation:CreateChangeSet', 'cloudformation:ExecuteChangeSet']
const unchanged = ['cloudformation:CreateChangeSet', 'cloudformation:DeleteChangeSet']
const bucket = 'datalake-staging-123456789012-eu-west-1'

describe('a first deployment', () => {
  test('makes the bucket, the database, the upload and the pipeline, in this order', async () => {
    const { code, out, err } = await deploy('--yes')
    expect(err).toContain('DatalakeBucket (AWS::S3::Bucket)')
    expect(code).toBe(0)
    expect(account.aws.changes()).toEqual([...created, ...created, 's3:PutObject', ...created])
    expect(account.aws.cloudFormation.stacks.map(({ name, status }) => [name, status])).toEqual([
      ['DatalakeStagingLiveProject', 'CREATE_COMPLETE'],
      ['MySQLDB', 'CREATE_COMPLETE'],
      ['ETLSolutionStaging', 'CREATE_COMPLETE'],
    ])
    expect(account.aws.buckets.get(bucket)?.get('lambdas/mysql_connector/stack-0123456789abcdef.zip')?.toString()).toBe(
      'the function',
    )
    expect(stack('ETLSolutionStaging').parameters).toMatchObject({
      Environment: 'staging',
      S3LambdaBucket: bucket,
      S3LambdaKey: 'lambdas/mysql_connector/stack-0123456789abcdef.zip',
      DatabaseStackName: 'MySQLDB',
    })
    expect(out).toContain('StateMachineArn=arn:aws:states:eu-west-1:123456789012:stateMachine:ETLSolutionStaging')
  })

  test('says the progress of every resource once', async () => {
    const { err } = await deploy('--yes')
    for (const status of ['CREATE_IN_PROGRESS', 'CREATE_COMPLETE'])
      expect(err.split(`${status.padEnd(20)}  MySqlConnectorLambda (`)).toHaveLength(2)
  })

  test('with --json prints the steps and nothing else', async () => {
    const { out } = await deploy('--yes', '--json')
    const { environment, region, steps } = JSON.parse(out) as Record<string, any[]> // any: read back as text
    expect([environment, region]).toEqual(['staging', 'eu-west-1'])
    expect(steps!.map(({ kind, result }) => [kind, result])).toEqual([
      ['stack', 'created'],
      ['stack', 'created'],
      ['upload', 'uploaded'],
      ['stack', 'created'],
    ])
  })

  test('of another environment has stacks, names and values of its own', async () => {
    expect((await deploy('--yes', '--env', 'live', '--quicksight')).code).toBe(0)
    expect(account.aws.cloudFormation.stacks.map(({ name }) => name)).toEqual([
      'DatalakeStagingLiveProject-live',
      'MySQLDB-live',
      'ETLSolutionStaging-live',
      'Dashboard-live',
    ])
    expect(stack('ETLSolutionStaging-live').parameters).toMatchObject({
      Environment: 'live',
      AthenaDatabaseName: 'mydatabase_live',
      ScheduleState: 'ENABLED',
      DatabaseStackName: 'MySQLDB-live',
    })
    expect(stack('Dashboard-live').parameters['EtlStackName']).toBe('ETLSolutionStaging-live')
  })

  test('gives a parameter to the stacks that take it', async () => {
    await deploy('--yes', '--parameter', 'AlarmEmail=me@example.org', '--parameter', 'TimeZone=Europe/Berlin')
    expect(stack('ETLSolutionStaging').parameters['AlarmEmail']).toBe('me@example.org')
    expect(stack('MySQLDB').parameters['TimeZone']).toBe('Europe/Berlin')
    expect(stack('DatalakeStagingLiveProject').parameters).not.toHaveProperty('AlarmEmail')
  })
})

describe('a deployment after another', () => {
  test('of the same changes nothing and succeeds', async () => {
    await deploy('--yes')
    account.aws.calls.length = 0
    const { code, out } = await deploy('--yes')
    expect(code).toBe(0)
    expect(account.aws.changes()).toEqual([...unchanged, ...unchanged, ...unchanged])
    expect(out.match(/: unchanged/g)).toHaveLength(3)
  })

  test('of a changed template updates that stack alone', async () => {
    await deploy('--yes')
    const etl = stack('ETLSolutionStaging')
    etl.template = etl.template.replace('Handler: index.handler', 'Handler: index.old')
    account.aws.calls.length = 0
    const { code, err } = await deploy('--yes')
    expect(code).toBe(0)
    expect(account.aws.changes()).toEqual([...unchanged, ...unchanged, ...created])
    expect(err).toContain('modify MyLambdaFunction (AWS::Lambda::Function)')
  })

  test('of changed outputs alone is an update too', async () => {
    await deploy('--yes')
    const etl = stack('ETLSolutionStaging')
    etl.template = etl.template.replace('Description: The state machine.', 'Description: Another text.')
    account.aws.calls.length = 0
    expect((await deploy('--yes')).code).toBe(0)
    expect(account.aws.changes()).toEqual([...unchanged, ...unchanged, ...created])
  })

  test('keeps what was given by hand before', async () => {
    await deploy('--yes', '--parameter', 'AlarmEmail=me@example.org', '--bucket', 'my-lake')
    const { code, out } = await deploy('--yes')
    expect(code).toBe(0)
    expect(out.match(/: unchanged/g)).toHaveLength(3)
    expect(stack('ETLSolutionStaging').parameters).toMatchObject({
      AlarmEmail: 'me@example.org',
      S3LambdaBucket: 'my-lake',
    })
  })

  test('does not replace what holds data, unless that is meant', async () => {
    await deploy('--yes')
    account.aws.cloudFormation.replaced.add('RDSCluster')
    account.aws.calls.length = 0
    const refused = await deploy('--yes', '--parameter', 'DBUser=admin')
    expect(refused.code).toBe(1)
    expect(refused.err).toContain('modify RDSCluster (AWS::RDS::DBCluster), replaces it')
    expect(account.aws.changes()).toEqual([...unchanged, ...unchanged])
    expect((await deploy('--yes', '--parameter', 'DBUser=admin', '--allow-replacement')).code).toBe(0)
    expect(stack('MySQLDB').parameters['DBUser']).toBe('admin')
  })
})

describe('a bucket of yours', () => {
  test('that exists is used as it is, now and later', async () => {
    account.aws.buckets.set('mine', new Map())
    for (const args of [['--yes', '--bucket', 'mine'], ['--yes']]) {
      expect((await deploy(...args)).code).toBe(0)
      expect(account.aws.cloudFormation.stacks.map(({ name }) => name)).toEqual(['MySQLDB', 'ETLSolutionStaging'])
      expect(stack('ETLSolutionStaging').parameters['S3LambdaBucket']).toBe('mine')
    }
  })

  test.each([
    [403, 'somebody else'],
    [301, 'another region'],
  ])('that answers %i is refused before anything is made', async (status, says) => {
    account.aws.fail('HeadBucket', new FakeError('', '', status))
    const { code, err } = await deploy('--yes', '--bucket', 'theirs')
    expect(code).toBe(1)
    expect(err).toContain(says)
    expect(account.aws.changes()).toEqual([])
  })
})

describe('a stack that fails', () => {
  const quota = 'Resource handler returned message: "You have reached the quota of clusters"'

  test('says what failed first, not what was cancelled, and stops', async () => {
    account.aws.cloudFormation.failing.set('RDSCluster', quota)
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    const end = err.slice(err.indexOf('The stack MySQLDB failed'))
    expect(end).toBe(
      'The stack MySQLDB failed: ROLLBACK_COMPLETE\n' +
        `  RDSCluster (AWS::RDS::DBCluster) CREATE_FAILED: ${quota}\n` +
        'When the cause is mended, run the same again: it deletes what is left of the stack and starts anew.\n',
    )
    expect(account.aws.cloudFormation.stacks).toHaveLength(2)
  })

  test('is deleted and made again with consent', async () => {
    account.aws.cloudFormation.failing.set('RDSCluster', quota)
    await deploy('--yes')
    account.aws.cloudFormation.failing.clear()
    account.aws.calls.length = 0
    account.answers = ['n']
    const refused = await deploy()
    expect(refused.code).toBe(2)
    expect(refused.err).toContain('MySQLDB from AWS_cfn_mysql_small.yaml: delete and create (it is ROLLBACK_COMPLETE')
    expect(account.aws.changes()).toEqual([])
    const failed = stack('MySQLDB').id
    account.answers = ['y']
    expect((await deploy()).code).toBe(0)
    const deletion = account.aws.calls.find(({ operation }) => operation === 'DeleteStack')
    expect(deletion?.input['StackName']).toBe(failed) // one of the same name may be another deployment's
    expect(account.aws.changes()).toEqual([
      ...unchanged,
      'cloudformation:DeleteStack',
      ...created,
      's3:PutObject',
      ...created,
    ])
  })

  test('in an update goes back to what was there, and says so', async () => {
    await deploy('--yes')
    account.aws.cloudFormation.failing.set('MyLambdaFunction', 'S3 Error Code: NoSuchKey')
    const etl = stack('ETLSolutionStaging')
    etl.template = etl.template.replace('Handler: index.handler', 'Handler: index.old')
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toContain('The stack ETLSolutionStaging failed: UPDATE_ROLLBACK_COMPLETE')
    expect(err).toContain('  MyLambdaFunction (AWS::Lambda::Function) UPDATE_FAILED: S3 Error Code: NoSuchKey\n')
    expect(err).toContain('The stack is as it was before.')
  })

  test('beyond repair is not touched', async () => {
    account.aws.cloudFormation.has('MySQLDB', 'UPDATE_ROLLBACK_FAILED')
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toContain('aws cloudformation continue-update-rollback --stack-name MySQLDB')
    expect(account.aws.changes()).toEqual([])
  })
})

describe('a stack that is under way already', () => {
  async function interruptedAt(text: string) {
    const { stop } = account
    const stopping = (args: string[], terminal: Terminal) => {
      const err = (line: string) => {
        terminal.err(line)
        if (line.includes(text)) stop.abort()
      }
      return command(args, { ...terminal, err })
    }
    return account.run(stopping, '--yes')
  }

  test('goes on after Ctrl-C, which says how to see it', async () => {
    const { code, err } = await interruptedAt('CREATE_IN_PROGRESS    RDSCluster')
    expect(code).toBe(130)
    expect(err).toContain('CloudFormation goes on with MySQLDB')
    expect(err).toContain('aws cloudformation describe-stack-events --stack-name MySQLDB')
    expect(account.aws.changes()).toEqual([...created, ...created])
  })

  test('goes on when the credentials expire, which says how to see it', async () => {
    const expiring = (args: string[], terminal: Terminal) => {
      const err = (text: string) => {
        terminal.err(text)
        if (!text.includes('CREATE_IN_PROGRESS    RDSCluster')) return
        account.aws.fail('DescribeStacks', new FakeError('ExpiredToken', 'The security token is expired.', 403))
      }
      return command(args, { ...terminal, err })
    }
    const { code, err } = await account.run(expiring, '--yes')
    expect(code).toBe(1) // 2 would say that nothing was tried
    expect(err).toContain('CloudFormation goes on with MySQLDB')
    expect(err).toMatch(/AWS does not accept these credentials: .*\n$/)
    expect((await deploy('--yes')).code).toBe(0)
  })

  test('is followed to its end by the next run, which does the rest', async () => {
    await interruptedAt('CREATE_IN_PROGRESS    RDSCluster')
    account.stop = new AbortController()
    account.aws.calls.length = 0
    const { code, err } = await deploy('--yes')
    expect(err).toContain('it is CREATE_IN_PROGRESS already; following that first')
    expect(code).toBe(0)
    expect(account.aws.changes()).toEqual([...unchanged, ...unchanged, 's3:PutObject', ...created])
  })

  test('and then fails is not deleted unasked', async () => {
    account.aws.cloudFormation.failing.set('RDSCluster', 'no')
    await interruptedAt('CREATE_IN_PROGRESS    RDSCluster')
    account.stop = new AbortController()
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toContain('RDSCluster (AWS::RDS::DBCluster) CREATE_FAILED: no')
    expect(account.aws.changes()).not.toContain('cloudformation:DeleteStack')
  })
})

describe('AWS itself', () => {
  test('throttling is waited out', async () => {
    const throttled = new FakeError('Throttling', 'Rate exceeded')
    account.aws.fail('DescribeStackEvents', throttled, throttled)
    account.aws.fail('CreateChangeSet', throttled)
    expect((await deploy('--yes')).code).toBe(0)
    expect(account.aws.failures.get('DescribeStackEvents')).toEqual([])
  })

  test('a refusal names the permission', async () => {
    const text = 'User: arn:aws:iam::123456789012:user/me is not authorized to perform: cloudformation:CreateChangeSet'
    account.aws.fail('CreateChangeSet', new FakeError('AccessDenied', text, 403))
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toContain(text)
    expect(err).toContain('docs/aws.md')
  })

  test('an object that may not be looked at says what is needed', async () => {
    account.aws.fail('HeadObject', new FakeError('', '', 403))
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toMatch(/stack-0123456789abcdef\.zip is closed to you: s3:GetObject and s3:ListBucket are needed\.\n$/)
  })

  test('a change set that cannot be made gives its reason', async () => {
    account.aws.fail('CreateChangeSet', new FakeError('ValidationError', 'No export named MySQLDB-Host found.'))
    const { code, err } = await deploy('--yes')
    expect(code).toBe(1)
    expect(err).toContain('No export named MySQLDB-Host found.')
  })

  test('the secret key is never printed', async () => {
    const { out, err } = await deploy('--yes', '--json')
    expect(out + err).not.toContain('never-printed')
  })
})
