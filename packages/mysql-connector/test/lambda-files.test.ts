import { spawnSync } from 'node:child_process'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { readEvent } from '../src/event.js'
import { lambdaFiles } from '../src/lambda-files.js'

const files = new Map(lambdaFiles({ prefixes: ['data/a/', 'data/b/'] }).map(({ path, text }) => [path, text]))
let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'lambda-files-'))
  for (const [path, text] of files) await writeFile(join(folder, path), text)
  // Stands for the AWS CLI: writes down how it was called and answers like it.
  const aws = `#!/bin/sh
echo "$@" >> "${folder}/calls"
case "$*" in
  *get-caller-identity*) echo 111122223333 ;;
  *"lambda invoke"*) echo '{"errorType":"UnknownTableError"}' > "$(eval echo \\\${$#})"; echo "\${AWS_FUNCTION_ERROR:-None}" ;;
esac
`
  await writeFile(join(folder, 'aws'), aws, { mode: 0o755 })
})
afterEach(() => rm(folder, { recursive: true }))

const run = (script: string, env: Record<string, string>) =>
  spawnSync('sh', [join(folder, script)], {
    encoding: 'utf8',
    env: { PATH: `${folder}:${process.env['PATH']}`, ...env },
  })

test('the test event is one that the function takes', () => {
  expect(readEvent(JSON.parse(files.get('test-event.json')!))).toEqual({})
})

test('the role may do what the connector calls, on its prefixes and nowhere else', () => {
  const { Statement } = JSON.parse(files.get('permissions.json')!) as {
    Statement: { Action: string[]; Resource: string[] }[]
  }
  expect(Statement.flatMap(({ Action }) => Action).filter((action) => action.includes('*'))).toEqual([])
  expect(Statement.flatMap(({ Resource }) => Resource)).not.toContain('*')
  expect(Statement.find(({ Action }) => Action.includes('s3:PutObject'))?.Resource).toEqual(
    ['data/a/*', 'data/b/*', 'staging/mysql/*'].map((key) => `arn:aws:s3:::<YOUR_S3_BUCKET>/${key}`),
  )
})

test('create.sh fills the permissions in and creates role and function', async () => {
  const env = {
    BUCKET: 'lake',
    SECRET_ARN: 'arn:aws:secretsmanager:x',
    MYSQL_HOST: 'db',
    SUBNET_IDS: 'a,b',
    SECURITY_GROUP_IDS: 'c',
    ZIP: 's.zip',
  }
  const { status, stderr } = run('create.sh', env)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const filled = await readFile(join(folder, 'permissions.filled.json'), 'utf8')
  expect(filled).not.toContain('<YOUR_')
  expect(filled).toContain('arn:aws:s3:::lake/data/a/*')
  const calls = await readFile(join(folder, 'calls'), 'utf8')
  expect(calls).toContain(
    'lambda create-function --function-name mysql-lambda --runtime nodejs22.x --handler index.handler',
  )
  expect(calls).toContain('--role arn:aws:iam::111122223333:role/my-lambda-role')
  const { BUCKET: _, ...lacking } = env
  expect(run('create.sh', lacking).status).not.toBe(0)
})

test('invoke.sh prints the answer and fails when the function did', () => {
  expect(run('invoke.sh', {})).toMatchObject({ status: 0, stdout: '{"errorType":"UnknownTableError"}\n\n' })
  expect(run('invoke.sh', { AWS_FUNCTION_ERROR: 'Unhandled' }).status).toBe(1)
})

test('update.sh replaces the code', async () => {
  expect(run('update.sh', { ZIP: 's.zip' }).status).toBe(0)
  expect(await readFile(join(folder, 'calls'), 'utf8')).toContain('--zip-file fileb://s.zip')
})
