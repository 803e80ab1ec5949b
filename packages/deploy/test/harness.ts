import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, vi } from 'vitest'
import { exitCodeOf } from '../src/run-command.js'
import type { Terminal } from '../src/terminal.js'
import { FakeAws } from './fake-aws.js'

/** What a command printed, and its exit code. */
export interface Ran {
  code: number
  out: string
  err: string
}

/** A fresh AWS for each test, with the environment variables that lead the real clients to it. */
export function fakeAccount() {
  const account = {} as { aws: FakeAws; folder: string; stop: AbortController; answers: string[] | undefined }
  beforeEach(async () => {
    account.aws = new FakeAws()
    account.folder = await mkdtemp(join(tmpdir(), 'deploy-'))
    account.stop = new AbortController()
    account.answers = undefined
    const variables = {
      AWS_ENDPOINT_URL: await account.aws.start(),
      AWS_ACCESS_KEY_ID: 'AKIDEXAMPLE',
      AWS_SECRET_ACCESS_KEY: 'never-printed',
      AWS_REGION: 'eu-west-1',
      AWS_DEFAULT_REGION: undefined,
      AWS_PROFILE: undefined,
      AWS_EC2_METADATA_DISABLED: 'true',
      AWS_CONFIG_FILE: join(account.folder, 'config'),
      AWS_SHARED_CREDENTIALS_FILE: join(account.folder, 'credentials'),
    }
    for (const [name, value] of Object.entries(variables)) vi.stubEnv(name, value)
  })
  afterEach(async () => {
    vi.unstubAllEnvs()
    await account.aws.stop()
    await rm(account.folder, { recursive: true })
  })

  /** Runs a command. Waiting takes no time; `account.answers` are what somebody types when asked. */
  async function run(
    command: (args: string[], terminal: Terminal) => Promise<number>,
    ...args: string[]
  ): Promise<Ran> {
    const printed = { out: '', err: '' }
    const { answers } = account
    let time = Date.UTC(2026, 0, 1)
    const terminal: Terminal = {
      out: (text) => void (printed.out += text),
      err: (text) => void (printed.err += text),
      ...(answers ? { ask: async (question) => ((printed.err += question), answers.shift() ?? '') } : {}),
      signal: account.stop.signal,
      clock: {
        now: () => new Date((time += 1000)),
        async sleep(milliseconds, signal) {
          time += milliseconds
          signal.throwIfAborted()
        },
      },
    }
    return { code: await exitCodeOf(command, args, terminal), ...printed }
  }

  /** A package as `pnpm package` writes it. */
  async function makePackage() {
    const file = join(account.folder, 'stack-0123456789abcdef.zip')
    await writeFile(file, 'the function')
    return { file, key: 'lambdas/mysql_connector/stack-0123456789abcdef.zip', bytes: 12 }
  }
  return Object.assign(account, { run, makePackage })
}
