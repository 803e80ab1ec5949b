import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { describe, expect, test } from 'vitest'
import { deployCommand } from '../src/deploy-command.js'
import { fakeAccount } from './harness.js'

const hasCli = spawnSync('aws', ['--version']).status === 0 && process.platform !== 'win32'
if (!hasCli) console.warn('Skipped: the AWS CLI is not on this machine, so deploy.sh runs against a stub alone.')

const account = fakeAccount()

describe.skipIf(!hasCli)('what deploy.sh deployed with the AWS CLI', { timeout: 240_000 }, () => {
  test('is what pnpm deploy:aws finds unchanged', async () => {
    const { aws, folder } = account
    aws.cloudFormation.quick = true
    aws.buckets.set('datalake-staging-123456789012-eu-west-1', new Map())
    await writeFile(join(folder, 'stack-0123456789abcdef.zip'), 'the function')
    const script = fileURLToPath(new URL('../../../generated/deploy.sh', import.meta.url))
    const env = { ...process.env, PACKAGES: folder, AWS_DEFAULT_REGION: 'eu-west-1' } // version 1 of the CLI knows no AWS_REGION
    const child = spawn('bash', [script], { env })
    let printed = ''
    for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk) => void (printed += String(chunk)))
    const [code] = (await once(child, 'close')) as [number]
    expect(printed).toContain('Deployed. Start it: aws stepfunctions start-execution')
    expect(code).toBe(0)

    aws.calls.length = 0
    const { out, err } = await account.run(
      (args, terminal) => deployCommand(args, terminal, account.makePackage),
      '--dry-run',
      '--json',
    )
    expect(err).toBe('staging in eu-west-1\n')
    const { steps } = JSON.parse(out) as { steps: { action: string }[] }
    expect(steps.map(({ action }) => action)).toEqual(['unchanged', 'unchanged', 'there', 'unchanged'])
  })
})
