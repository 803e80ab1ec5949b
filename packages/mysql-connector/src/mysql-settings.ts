import type { SecretsManagerClient } from '@aws-sdk/client-secrets-manager'
import * as z from 'zod/mini'
import { ConfigurationError, CredentialsError, wordsOf } from './errors.js'

/** Where MySQL is and who logs in. */
export interface MySqlSettings {
  host: string
  port: number
  user: string
  password: string
  /** `verify`: TLS, and the certificate must be the host's. `off`: plain text, for the loopback interface. */
  tls: 'verify' | 'off'
}

/** Settings that may change while the function stays warm: a password is rotated. */
export interface SettingsProvider {
  /** @param isStale The settings handed out before were refused: do not answer from the cache. */
  get(isStale: boolean): Promise<MySqlSettings>
}

const loopback = /^(localhost|127(\.\d{1,3}){3}|::1)$/

/**
 * Settings in a DSN, for local use: `mysql://user:password@host:port`. TLS is on unless the host is this machine;
 * `?tls=off` and `?tls=verify` say otherwise.
 *
 * @throws ConfigurationError that does not repeat the DSN, since it holds a password.
 */
export function settingsFromUrl(dsn: string): MySqlSettings {
  if (!URL.canParse(dsn)) throw new ConfigurationError('MYSQL_URL is not a URL like mysql://user:password@host:3306.')
  const url = new URL(dsn)
  if (url.protocol !== 'mysql:' || !url.hostname) {
    throw new ConfigurationError('MYSQL_URL is not a URL like mysql://user:password@host:3306.')
  }
  const [user, password] = [url.username, url.password].map(decoded)
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const tls = url.searchParams.get('tls') ?? (loopback.test(host) ? 'off' : 'verify')
  if (tls !== 'off' && tls !== 'verify') throw new ConfigurationError('MYSQL_URL: tls is "off" or "verify".')
  return {
    host,
    port: url.port ? Number(url.port) : 3306,
    user: user || 'root',
    password: password!,
    tls,
  }
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    throw new ConfigurationError('MYSQL_URL: a "%" in the user or the password is written %25.')
  }
}

const port = z.pipe(z.union([z.number(), z.string().check(z.regex(/^\d{1,5}$/))]), z.transform(Number))
const secret = z.object({
  username: z.string(),
  password: z.string(),
  host: z.optional(z.string()),
  port: z.optional(port),
})

/**
 * Settings from a secret of Secrets Manager, read once and kept until MySQL refuses them.
 *
 * @param place Where MySQL is, for a secret that holds only `username` and `password`, as those that RDS manages do.
 */
export function settingsFromSecret(
  arn: string,
  place: { host?: string | undefined; port?: number | undefined },
  client?: Pick<SecretsManagerClient, 'send'>,
): SettingsProvider {
  let kept: MySqlSettings | undefined
  return {
    async get(isStale) {
      if (!kept || isStale) kept = await read()
      return kept
    },
  }

  async function read(): Promise<MySqlSettings> {
    const { GetSecretValueCommand, SecretsManagerClient } = await import('@aws-sdk/client-secrets-manager')
    const secrets = client ?? new SecretsManagerClient({})
    const { SecretString } = await secrets
      .send(new GetSecretValueCommand({ SecretId: arn }))
      .catch((cause: unknown) => {
        throw new CredentialsError(`The secret ${arn} cannot be read: ${wordsOf(cause)}`, { cause })
      })
    const content = secret.safeParse(parsed(SecretString ?? ''))
    if (!content.success) {
      const fields = content.error.issues.map((issue) => issue.path.join('.') || 'the whole')
      throw new CredentialsError(`The secret ${arn} is not JSON with username and password: ${fields.join(', ')}.`)
    }
    const { username: user, password } = content.data
    const host = place.host ?? content.data.host
    if (!host) throw new ConfigurationError(`MYSQL_HOST is not set, and the secret ${arn} names no host.`)
    return { host, port: place.port ?? content.data.port ?? 3306, user, password, tls: 'verify' }
  }
}

/**
 * Settings as the environment gives them: `MYSQL_SECRET_ARN` with `MYSQL_HOST` and `MYSQL_PORT`, else `MYSQL_URL`.
 *
 * @throws ConfigurationError when neither is set.
 */
export function settingsFromEnvironment(env: NodeJS.ProcessEnv): SettingsProvider {
  const { MYSQL_SECRET_ARN: arn, MYSQL_URL: url, MYSQL_HOST: host, MYSQL_PORT: portText } = env
  if (arn) {
    const given = port.safeParse(portText || '3306')
    if (!given.success) throw new ConfigurationError('MYSQL_PORT is not a number.')
    return settingsFromSecret(arn, { host: host || undefined, port: portText ? given.data : undefined })
  }
  if (!url) throw new ConfigurationError('Neither MYSQL_SECRET_ARN nor MYSQL_URL is set.')
  const settings = settingsFromUrl(url)
  return { get: async () => settings }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // the parser's message would quote the secret
  }
}
