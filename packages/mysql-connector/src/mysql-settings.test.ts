import { expect, test } from 'vitest'
import { settingsFromEnvironment, settingsFromSecret, settingsFromUrl } from './mysql-settings.js'

const arn = 'arn:aws:secretsmanager:eu-west-1:111122223333:secret:db'

test.each([
  [
    'mysql://me:p%40ss@db.example.com:3307/x',
    { host: 'db.example.com', port: 3307, user: 'me', password: 'p@ss', tls: 'verify' },
  ],
  ['mysql://me@db.example.com', { host: 'db.example.com', port: 3306, user: 'me', password: '', tls: 'verify' }],
  ['mysql://127.0.0.1:1', { host: '127.0.0.1', port: 1, user: 'root', password: '', tls: 'off' }],
  ['mysql://[::1]:1', { host: '::1', port: 1, user: 'root', password: '', tls: 'off' }],
  ['mysql://localhost?tls=verify', { host: 'localhost', port: 3306, user: 'root', password: '', tls: 'verify' }],
  ['mysql://db?tls=off', { host: 'db', port: 3306, user: 'root', password: '', tls: 'off' }],
])('%s', (dsn, settings) => {
  expect(settingsFromUrl(dsn)).toEqual(settings)
})

test.each([
  'mysql:/me:secret@host:99999',
  'http://me:secret@host',
  'secret',
  'mysql://me:secret@host?tls=maybe',
  'mysql://me:secret@host:port',
  'mysql://me:100%secret@host',
])('%s is refused without repeating it', (dsn) => {
  const refusal = (() => {
    try {
      return settingsFromUrl(dsn)
    } catch (error) {
      return error as Error
    }
  })()
  expect(refusal).toMatchObject({ name: 'ConfigurationError' })
  expect(JSON.stringify([(refusal as Error).message, (refusal as Error).stack])).not.toContain('secret@')
  expect((refusal as Error).cause).toBeUndefined()
})

function secretsOf(...answers: unknown[]) {
  let calls = 0
  const client = {
    send: async () => {
      const answer = answers[Math.min(calls, answers.length - 1)]
      calls += 1
      if (answer instanceof Error) throw answer
      return { SecretString: answer }
    },
  }
  return { client: client as never, calls: () => calls }
}

test('a secret is read once, and again when MySQL refused it', async () => {
  const { client, calls } = secretsOf('{"username":"u","password":"old"}', '{"username":"u","password":"new"}')
  const settings = settingsFromSecret(arn, { host: 'db', port: 3307 }, client)
  expect(await settings.get(false)).toEqual({ host: 'db', port: 3307, user: 'u', password: 'old', tls: 'verify' })
  await settings.get(false)
  expect(calls()).toBe(1)
  expect(await settings.get(true)).toMatchObject({ password: 'new' })
  expect(await settings.get(false)).toMatchObject({ password: 'new' })
  expect(calls()).toBe(2)
})

test('host and port may be in the secret', async () => {
  const { client } = secretsOf('{"username":"u","password":"p","host":"inside","port":"3308","engine":"mysql"}')
  expect(await settingsFromSecret(arn, {}, client).get(false)).toMatchObject({ host: 'inside', port: 3308 })
})

test.each([
  ['not JSON pass=hidden', 'CredentialsError'],
  ['{"username":"hidden"}', 'CredentialsError'],
  ['{"username":"u","password":"hidden"}', 'ConfigurationError'],
  [new Error('AccessDenied'), 'CredentialsError'],
])('the secret %s fails without showing what it holds', async (answer, name) => {
  const error = await settingsFromSecret(arn, {}, secretsOf(answer).client)
    .get(false)
    .catch((caught: unknown) => caught)
  expect(error).toMatchObject({ name })
  expect((error as Error).message).not.toContain('hidden')
})

test('the environment says which', async () => {
  const url = settingsFromEnvironment({ MYSQL_URL: 'mysql://me@127.0.0.1:1' })
  expect(await url.get(false)).toMatchObject({ user: 'me' })
  expect(() => settingsFromEnvironment({})).toThrow('Neither MYSQL_SECRET_ARN nor MYSQL_URL')
  expect(() => settingsFromEnvironment({ MYSQL_SECRET_ARN: arn, MYSQL_PORT: 'x' })).toThrow('MYSQL_PORT')
})
