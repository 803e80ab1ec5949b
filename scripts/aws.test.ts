import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { FakeAws } from '../packages/deploy/test/fake-aws.js'
import { succeeded } from '../packages/deploy/test/histories.js'
import { pnpm, root } from './tool.js'

let aws: FakeAws
let env: NodeJS.ProcessEnv
beforeEach(async () => {
  aws = new FakeAws()
  env = {
    PATH: process.env['PATH'],
    HOME: process.env['HOME'],
    AWS_ENDPOINT_URL: await aws.start(),
    AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
    AWS_SECRET_ACCESS_KEY: 'never-printed',
    AWS_EC2_METADATA_DISABLED: 'true',
  }
})
afterEach(() => aws.stop())

/** Runs a script as `pnpm` does; `interruptAt` presses Ctrl-C once that was printed. */
async function run(name: string, args: string[], interruptAt?: string) {
  const child = spawn(process.execPath, [join(root, 'scripts/run.mjs'), name, ...args], { env, detached: true })
  const printed = { out: '', err: '' }
  child.stdout.on('data', (chunk) => void (printed.out += String(chunk)))
  child.stderr.on('data', (chunk) => {
    const before = printed.err
    printed.err += String(chunk)
    if (interruptAt && !before.includes(interruptAt) && printed.err.includes(interruptAt))
      process.kill(-child.pid!, 'SIGINT') // a terminal interrupts the whole group
  })
  const [code] = (await once(child, 'close')) as [number]
  return { code, ...printed }
}

describe.skipIf(process.platform === 'win32')('on AWS', { timeout: 240_000 }, () => {
  test('goes on to its end when nobody reads any more', async () => {
    aws.cloudFormation.quick = true
    const args = [join(root, 'scripts/run.mjs'), 'deploy-aws', '--region', 'eu-west-1', '--yes']
    const child = spawn(process.execPath, args, { env, stdio: ['ignore', 'pipe', 'pipe'] })
    child.stdout.destroy() // as `2>&1 | head` does
    child.stderr.once('data', () => void child.stderr.destroy())
    const [code] = (await once(child, 'exit')) as [number]
    expect(code).toBe(0)
    expect(aws.cloudFormation.stacks.map(({ status }) => status)).toEqual(Array(3).fill('CREATE_COMPLETE'))
  })

  test('a dry run changes nothing', async () => {
    const { code, out, err } = await run('deploy-aws', ['--region', 'eu-west-1', '--dry-run'])
    expect([code, err]).toEqual([0, 'staging in eu-west-1\n'])
    expect(out).toMatch(/changes {2}s3:PutObject .*Key=lambdas\/mysql_connector\/stack-[0-9a-f]{16}\.zip/)
    expect(aws.changes()).toEqual([])
  })

  test('a deployment, a run and its status follow each other', async () => {
    aws.cloudFormation.quick = true
    const deployed = await run('deploy-aws', ['--region', 'eu-west-1', '--yes', '--json'])
    expect(deployed.code).toBe(0)
    const { steps } = JSON.parse(deployed.out) as { steps: { result: string }[] }
    expect(steps.map(({ result }) => result)).toEqual(['created', 'created', 'uploaded', 'created'])

    aws.stepFunctions.history = succeeded
    aws.stepFunctions.happened = succeeded.length
    const started = await run('aws-start', ['--region', 'eu-west-1'])
    expect([started.code, started.out]).toEqual([0, 'SUCCEEDED after 28.0 s\n'])

    aws.athena.answers = [{ matches: /^SHOW/, answer: { columns: ['tab_name'], rows: [] } }]
    const status = await run('aws-status', ['--region', 'eu-west-1'])
    expect(status.code).toBe(0)
    expect(status.out).toContain('ETLSolutionStaging          CREATE_COMPLETE')
    expect(status.out).toContain('Last execution: SUCCEEDED')
  })

  test('Ctrl-C ends the following with 130, not what is followed', async () => {
    const { code, err } = await run('deploy-aws', ['--region', 'eu-west-1', '--yes'], 'CREATE_IN_PROGRESS    Datalake')
    expect(code).toBe(130)
    expect(err).toContain('CloudFormation goes on with DatalakeStagingLiveProject')
    expect(err).toContain('describe-stack-events --stack-name DatalakeStagingLiveProject --region eu-west-1')
  })
})

test('no script has the name of a command of pnpm, which would run instead', () => {
  const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as {
    scripts: Record<string, string>
  }
  const lines = pnpm(['help', '-a'], root).matchAll(/^ {2}([a-z][a-z-]*) .*?(?:\[alias(?:es)?: ([^\]]+)\])?$/gm)
  const builtIn = [...lines].flatMap(([, name, aliases]) => [name, ...(aliases?.split(', ') ?? [])])
  expect(builtIn).toEqual(expect.arrayContaining(['deploy', 'pipeline', 'i']))
  const theScript = ['test'] // pnpm's own command runs the script
  expect(Object.keys(scripts).filter((name) => builtIn.includes(name) && !theScript.includes(name))).toEqual([])
})
