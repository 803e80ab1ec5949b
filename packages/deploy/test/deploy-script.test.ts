import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { chmod, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { environmentNames, type EnvironmentName } from 'generator'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { deploymentSteps, type Given } from '../src/steps.js'

const script = fileURLToPath(new URL('../../../generated/deploy.sh', import.meta.url))
const key = 'lambdas/mysql_connector/stack-0123456789abcdef.zip'

/** An AWS CLI that writes down its arguments and answers a question for an output with its name. */
const aws = `#!/usr/bin/env node
const args = process.argv.slice(2)
require('node:fs').appendFileSync(process.env.AWS_CALLS, JSON.stringify(args) + '\\n')
if (args[1] === 'describe-stacks')
  console.log('<' + /OutputKey=='(\\w+)'/.exec(args.at(-1))[1] + ' of ' + args[args.indexOf('--stack-name') + 1] + '>')
`

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'deploy-sh-'))
  await writeFile(join(folder, 'aws'), aws)
  await chmod(join(folder, 'aws'), 0o755)
  await writeFile(join(folder, 'stack-0123456789abcdef.zip'), '')
})
afterEach(() => rm(folder, { recursive: true }))

/** What deploy.sh has the AWS CLI do, in the words of our steps. */
async function stepsOfScript(environment: EnvironmentName) {
  const calls = join(folder, 'calls')
  const PATH = `${folder}${delimiter}${process.env['PATH']}`
  const { status, stderr } = spawnSync('bash', [script, environment], {
    env: { ...process.env, PATH, AWS_CALLS: calls, PACKAGES: folder },
    encoding: 'utf8',
  })
  expect([status, stderr]).toEqual([0, ''])
  const lines = (await readFile(calls, 'utf8')).trim().split('\n')
  return lines
    .map((line) => JSON.parse(line) as string[])
    .filter(([, operation]) => operation !== 'describe-stacks')
    .map((args) => {
      const after = (flag: string) => args[args.indexOf(flag) + 1]
      if (args[0] === 's3') return { file: args[2], to: args[3] }
      const overrides = args.slice(args.indexOf('--parameter-overrides') + 1).map((text) => text.split('='))
      return {
        stackName: after('--stack-name'),
        file: after('--template-file'),
        parameters: Object.fromEntries(overrides) as Record<string, string>,
      }
    })
}

const text = (value: Given): string => (typeof value === 'string' ? value : `<${value.output} of ${value.of}>`)

function stepsOfPackage(environment: EnvironmentName) {
  const file = join(folder, 'stack-0123456789abcdef.zip')
  const request = { environment, package: { file, key, bytes: 0 }, quicksight: false, parameters: {} }
  return deploymentSteps(request).map((step) =>
    step.kind === 'upload'
      ? { file: step.file, to: `s3://${text(step.bucket)}/${step.key}` }
      : {
          stackName: step.stackName,
          file: step.file,
          parameters: Object.fromEntries(Object.entries(step.parameters).map(([name, value]) => [name, text(value)])),
        },
  )
}

test.skipIf(process.platform === 'win32').each(environmentNames)(
  'deploy.sh %s deploys the same stacks with the same values in the same order',
  async (environment) => {
    expect(await stepsOfScript(environment)).toEqual(stepsOfPackage(environment))
  },
)

describe.skipIf(process.platform === 'win32')('deploy.sh', () => {
  const run = (args: string[], env: Record<string, string | undefined>) =>
    spawnSync('bash', [script, ...args], {
      env: {
        PATH: `${folder}${delimiter}${process.env['PATH']}`,
        AWS_CALLS: join(folder, 'calls'),
        PACKAGES: folder,
        ...env,
      },
      encoding: 'utf8',
    })

  test.each([
    [{ AWS_REGION: 'eu-north-1' }, 'eu-north-1'],
    [{ AWS_REGION: 'eu-north-1', AWS_DEFAULT_REGION: 'us-east-1' }, 'eu-north-1'],
    [{ AWS_DEFAULT_REGION: 'us-east-1' }, 'us-east-1'],
    [{}, ''],
  ])('with %j leads the CLI to the region "%s", version 1 too', async (env, region) => {
    await writeFile(join(folder, 'aws'), '#!/bin/sh\necho "<$AWS_DEFAULT_REGION>" >&2; exit 1\n')
    expect(run([], env)).toMatchObject({ status: 1, stderr: `<${region}>\n` })
  })

  test.each([
    [['prod'], {}, 'There is no environment prod: live.json staging.json test.json\n'],
    [[], { PACKAGES: '/nowhere' }, 'No package in /nowhere: run pnpm package\n'],
  ])('%j %j does nothing and says why', (args, env, stderr) => {
    expect(run(args, env)).toMatchObject({ status: 2, stdout: '', stderr })
    expect(existsSync(join(folder, 'calls'))).toBe(false)
  })

  test('stops at the first stack that fails', async () => {
    await writeFile(join(folder, 'aws'), `${aws}if (args.includes('MySQLDB')) process.exit(255)\n`)
    expect(run([], {}).status).toBe(255)
    const calls = (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n')
    expect(calls.at(-1)).toContain('MySQLDB')
  })
})
