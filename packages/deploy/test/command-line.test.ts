import { writeFile } from 'node:fs/promises'
import { expect, test, vi } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import { startCommand } from '../src/start-command.js'
import { statusCommand } from '../src/status-command.js'
import type { Terminal } from '../src/terminal.js'
import { FakeError } from './fake-error.js'
import { fakeAccount } from './harness.js'

const account = fakeAccount()
const commands = {
  'deploy:aws': (args: string[], terminal: Terminal) => deployCommand(args, terminal, account.makePackage),
  'aws:start': startCommand,
  'aws:status': (args: string[], terminal: Terminal) =>
    statusCommand(args, terminal, { tables: ['users'], report: 'users', columns: ['id'] }),
}

test.each<[keyof typeof commands, string[], string]>([
  ['deploy:aws', ['--dry-runn'], 'There is no flag --dry-runn. Did you mean "--dry-run"?'],
  ['deploy:aws', ['staging'], '"staging" is not a flag'],
  ['deploy:aws', ['--env', 'life'], 'There is no environment "life". Did you mean "live"?'],
  ['deploy:aws', ['--env'], '--env needs a value.'],
  ['deploy:aws', ['--env', '--yes'], '--env needs a value.'],
  ['deploy:aws', ['--yes=no'], '--yes takes no value.'],
  ['deploy:aws', ['--parameter', 'AlarmMail=x'], 'No template has a parameter "AlarmMail". Did you mean "AlarmEmail"?'],
  ['deploy:aws', ['--parameter', 'AlarmEmail'], '--parameter takes Name=value, not "AlarmEmail".'],
  ['deploy:aws', ['--parameter', 'S3LambdaKey=x.zip'], 'S3LambdaKey is not given by hand'],
  ['deploy:aws', ['--bucket', 'My_Lake'], '"My_Lake" cannot be a bucket\'s name'],
  ['deploy:aws', ['--dry-run', '--region', 'eu west 1'], '"eu west 1" cannot be a region\'s name'],
  ['aws:status', ['--region', 'EU_WEST_1'], '"EU_WEST_1" cannot be a region\'s name'],
  ['aws:start', ['--sed'], 'Did you mean "--seed"?'],
  ['aws:start', ['--input', '{'], '--input is no JSON'],
  ['aws:status', ['--limit', '0'], '--limit takes a whole number from 1 to 99999, not "0".'],
])('%s %j is refused with exit code 2', async (name, args, message) => {
  const { code, out, err } = await account.run(commands[name], ...args)
  expect(err).toContain(message)
  expect([code, out]).toEqual([2, ''])
  expect(account.aws.calls).toEqual([])
})

const names = Object.keys(commands) as (keyof typeof commands)[]

test.each(names)('%s --help fits a screen and asks nobody', async (name) => {
  const { code, out } = await account.run(commands[name], '--help')
  expect(code).toBe(0)
  expect(out).toMatch(new RegExp(`^pnpm ${name} `))
  expect(out.split('\n').length).toBeLessThan(25)
  expect(account.aws.calls).toEqual([])
})

const needed = { 'deploy:aws': ['--yes'], 'aws:start': [], 'aws:status': [] }

test.each(names)('%s without credentials says how to give them', async (name) => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
  const { code, err } = await account.run(commands[name], ...needed[name])
  expect(code).toBe(2)
  expect(err).toContain('No AWS credentials: give --profile NAME, or set AWS_PROFILE')
})

test.each(names)('%s without a region says how to give one', async (name) => {
  vi.stubEnv('AWS_REGION', undefined)
  const { code, err } = await account.run(commands[name], ...needed[name])
  expect([code, err]).toEqual([2, 'No region: give --region NAME, or set AWS_REGION, or a region in the profile.\n'])
})

test.each(names)('%s with rejected credentials says so', async (name) => {
  account.aws.fail(
    'DescribeStacks',
    new FakeError('InvalidClientTokenId', 'The security token included in the request is invalid.', 403),
  )
  const { code, err } = await account.run(commands[name], ...needed[name])
  expect(code).toBe(2)
  expect(err).toContain('AWS does not accept these credentials: The security token included in the request is invalid.')
})

test('AWS that cannot be reached is no crash', async () => {
  vi.stubEnv('AWS_ENDPOINT_URL', 'http://127.0.0.1:1')
  const { code, err } = await account.run(commands['aws:start'])
  expect(code).toBe(1)
  expect(err).toContain('AWS cannot be reached')
})

test('an unknown profile is named, with the one that was meant', async () => {
  await writeFile(`${account.folder}/config`, '[default]\n[profile production]\nregion = eu-west-1\n')
  await writeFile(`${account.folder}/credentials`, '[mds]\naws_access_key_id = A\naws_secret_access_key = B\n')
  const { code, err } = await account.run(commands['aws:status'], '--profile', 'productoin')
  expect(code).toBe(2)
  expect(err).toContain('There is no profile "productoin"')
  expect(err).toContain('Did you mean "production"?')
})

test("a profile's region and credentials are used, --region before them", async () => {
  vi.stubEnv('AWS_REGION', undefined)
  vi.stubEnv('AWS_ACCESS_KEY_ID', undefined)
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', undefined)
  await writeFile(`${account.folder}/config`, '[profile mds]\nregion = eu-central-1\n')
  await writeFile(`${account.folder}/credentials`, '[mds]\naws_access_key_id = A\naws_secret_access_key = B\n')
  const region = async (...args: string[]) =>
    (JSON.parse((await account.run(commands['deploy:aws'], '--dry-run', '--json', ...args)).out) as { region: string })
      .region
  expect(await region('--profile', 'mds')).toBe('eu-central-1')
  expect(await region('--profile', 'mds', '--region', 'us-east-1')).toBe('us-east-1')
  vi.stubEnv('AWS_DEFAULT_REGION', 'ap-south-1')
  expect(await region('--profile', 'mds')).toBe('ap-south-1')
})
