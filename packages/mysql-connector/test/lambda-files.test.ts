import { spawnSync } from 'node:child_process'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
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
  *get-role*) [ "\${AWS_HAS:-}" ] || { echo NoSuchEntity >&2; exit 254; } ;;
  *create-log-group*) [ ! "\${AWS_HAS:-}" ] || { echo ResourceAlreadyExistsException >&2; exit 254; } ;;
  *put-role-policy*) cp "$(echo "$*" | sed 's|.*file://||')" "${folder}/policy.json" ;;
  *create-function*) [ "$(grep -c create-function "${folder}/calls")" -gt "\${AWS_TOO_NEW:-0}" ] ||
    { echo "\${AWS_SAYS:-The role defined for the function cannot be assumed by Lambda.}" >&2; exit 254; } ;;
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
  const everywhere = Statement.filter(({ Resource }) => Resource.includes('*')).flatMap(({ Action }) => Action)
  expect(everywhere).toEqual(['ec2:DescribeNetworkInterfaces', 'ec2:DescribeSubnets']) // EC2 knows no narrower resource
  const where = (action: string) =>
    Statement.filter(({ Action }) => Action.includes(action)).flatMap(({ Resource }) => Resource)
  const objects = (...keys: string[]) => keys.map((key) => `arn:aws:s3:::<YOUR_S3_BUCKET>/${key}`)
  expect(where('s3:PutObject')).toEqual(objects('data/a/*', 'data/b/*'))
  expect(where('s3:GetObject')).toEqual(objects('staging/mysql/*'))
  expect(where('s3:DeleteObject')).toEqual(objects('data/a/*', 'data/b/*', 'staging/mysql/*'))
})

const env = {
  BUCKET: 'lake',
  SECRET_ARN: 'arn:aws:secretsmanager:x',
  MYSQL_HOST: 'db',
  SUBNET_IDS: 'a,b',
  SECURITY_GROUP_IDS: 'c',
  ZIP: 's.zip',
  WAIT: '0',
}

test('create.sh fills the permissions in and creates role and function', async () => {
  const before = await readdir(folder)
  const { status, stderr } = run('create.sh', env)
  expect({ status, stderr }).toEqual({ status: 0, stderr: '' })
  const left = (await readdir(folder)).filter((name) => !before.includes(name))
  expect(left.toSorted()).toEqual(['calls', 'policy.json']) // the stand-in's own: the folder may be a repository's
  const filled = await readFile(join(folder, 'policy.json'), 'utf8')
  expect(filled).not.toContain('<YOUR_')
  expect(filled).toContain('arn:aws:s3:::lake/data/a/*')
  const calls = await readFile(join(folder, 'calls'), 'utf8')
  expect(calls).toContain(
    'lambda create-function --function-name mysql-lambda --runtime nodejs24.x --handler index.handler',
  )
  expect(calls).toContain('--role arn:aws:iam::111122223333:role/my-lambda-role')
  expect(calls).toContain('iam create-role')
  const { BUCKET: _, ...lacking } = env
  expect(run('create.sh', lacking).status).not.toBe(0)
})

test('create.sh waits for a role that is too new, and for nothing else', async () => {
  const created = async () => {
    const calls = await readFile(join(folder, 'calls'), 'utf8')
    return calls.split('lambda create-function').length - 1
  }
  expect(run('create.sh', { ...env, AWS_TOO_NEW: '3' })).toMatchObject({ status: 0, stderr: '' })
  expect(await created()).toBe(4)
  expect(run('create.sh', { ...env, AWS_TOO_NEW: '99', AWS_SAYS: 'No such subnet' })).toMatchObject({
    status: 1,
    stderr: 'No such subnet\n',
  })
  expect(await created()).toBe(5)
  const never = run('create.sh', { ...env, AWS_TOO_NEW: '99' })
  expect(never).toMatchObject({ status: 1, stderr: expect.stringContaining('cannot be assumed') })
  expect(await created()).toBe(15)
})

test('create.sh uses a role and a log group that are there', async () => {
  expect(run('create.sh', { ...env, AWS_HAS: 'yes' })).toMatchObject({ status: 0, stderr: '' })
  expect(await readFile(join(folder, 'calls'), 'utf8')).not.toContain('iam create-role')
})

test('invoke.sh prints the answer and fails when the function did', () => {
  expect(run('invoke.sh', {})).toMatchObject({ status: 0, stdout: '{"errorType":"UnknownTableError"}\n\n' })
  expect(run('invoke.sh', { AWS_FUNCTION_ERROR: 'Unhandled' }).status).toBe(1)
})

test('update.sh replaces the code', async () => {
  expect(run('update.sh', { ZIP: 's.zip' }).status).toBe(0)
  expect(await readFile(join(folder, 'calls'), 'utf8')).toContain('--zip-file fileb://s.zip')
})
