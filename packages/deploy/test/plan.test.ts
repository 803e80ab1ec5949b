import { describe, expect, test, vi } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import type { Terminal } from '../src/terminal.js'
import { fakeAccount } from './harness.js'

const account = fakeAccount()
const command = (args: string[], terminal: Terminal) => deployCommand(args, terminal, account.makePackage)
const deploy = (...args: string[]) => account.run(command, ...args)

interface PlanAsData {
  region: string | null
  blind: string | null
  steps: {
    stackName?: string
    action: string
    because: string
    calls: { service: string; operation: string; changes: boolean }[]
  }[]
}

/** Makes the plan, then does it, and gives both lists of calls: as planned, and as made. */
async function plannedAndMade(...args: string[]) {
  account.aws.calls.length = 0
  const { out } = await deploy('--dry-run', '--json', ...args)
  expect(account.aws.changes()).toEqual([])
  const planning = account.aws.calls.length
  const planned = JSON.parse(out) as PlanAsData
  account.aws.calls.length = 0
  await deploy('--yes', ...args)
  const names = (calls: { service: string; operation: string }[]) =>
    calls.map((each) => `${each.service}:${each.operation}`)
  return {
    actions: planned.steps.map(({ action }) => action),
    planned: names(planned.steps.flatMap(({ calls }) => calls)),
    made: names(account.aws.calls.slice(planning)), // a deployment plans first
  }
}

/** Waiting repeats one or two calls that read: a repetition is the same as one. */
function once(calls: readonly string[]): string[] {
  for (const size of [1, 2])
    for (let at = size; at + size <= calls.length; at += 1)
      if (String(calls.slice(at - size, at)) === String(calls.slice(at, at + size)))
        return once([...calls.slice(0, at), ...calls.slice(at + size)])
  return [...calls]
}

describe('a dry run', () => {
  test.each<[string, () => unknown, string[]]>([
    ['of a first deployment', () => undefined, ['create', 'create', 'upload', 'create']],
    ['when nothing differs', () => deploy('--yes'), ['unchanged', 'unchanged', 'there', 'unchanged']],
    [
      'after a failed creation',
      async () => {
        account.aws.cloudFormation.failing.set('RDSCluster', 'no')
        await deploy('--yes')
        account.aws.cloudFormation.failing.clear()
      },
      ['unchanged', 'delete and create', 'upload', 'create'],
    ],
  ])('%s names the calls that a deployment makes, and makes none that changes anything', async (_, before, actions) => {
    await before()
    const run = await plannedAndMade()
    expect(run.actions).toEqual(actions)
    expect(once(run.made)).toEqual(once(run.planned))
  })

  test('says which values differ', async () => {
    await deploy('--yes')
    const { out } = await deploy('--dry-run', '--parameter', 'AlarmEmail=me@example.org')
    expect(out).toContain('ETLSolutionStaging from step_full.yaml: update (what differs: AlarmEmail)')
    expect(out).toContain('S3LambdaBucket=datalake-staging-123456789012-eu-west-1')
  })

  test('marks the calls that change something', async () => {
    const { out } = await deploy('--dry-run')
    const marked = out.split('\n').filter((line) => line.startsWith('     changes'))
    expect(marked.map((line) => line.split(/\s+/)[2])).toEqual([
      'cloudformation:CreateChangeSet',
      'cloudformation:ExecuteChangeSet',
      'cloudformation:CreateChangeSet',
      'cloudformation:ExecuteChangeSet',
      's3:PutObject',
      'cloudformation:CreateChangeSet',
      'cloudformation:ExecuteChangeSet',
    ])
    expect(out).toContain('S3LambdaBucket=<BucketName of DatalakeStagingLiveProject>')
  })

  test('without credentials says what it cannot know, and succeeds', async () => {
    vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
    const { code, out } = await deploy('--dry-run')
    expect(code).toBe(0)
    expect(out).toContain('MySQLDB from AWS_cfn_mysql_small.yaml: create, update or leave as it is')
    expect(out).toContain('it is open what exists and what differs. No AWS credentials: give --profile NAME')
    expect(account.aws.calls).toEqual([])
  })

  test('without a region still shows its steps', async () => {
    vi.stubEnv('AWS_REGION', undefined)
    const plan = JSON.parse((await deploy('--dry-run', '--json')).out) as PlanAsData
    expect(plan.region).toBeNull()
    expect(plan.blind).toContain('No region')
    expect(plan.steps.map(({ action }) => action)).toEqual(['unknown', 'unknown', 'unknown', 'unknown'])
  })
})

describe('consent', () => {
  test('is asked for where somebody can answer; without it nothing is done', async () => {
    account.answers = ['']
    const { code, err } = await deploy()
    expect(code).toBe(2)
    expect(err).toContain('Do this? [y/N] Nothing was done.')
    expect(account.aws.changes()).toEqual([])
  })

  test('is not assumed where nobody can answer', async () => {
    const { code, err } = await deploy()
    expect(code).toBe(2)
    expect(err).toContain('--yes')
    expect(account.aws.changes()).toEqual([])
  })
})
