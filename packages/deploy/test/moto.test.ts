import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { GetObjectCommand, HeadBucketCommand } from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest'
import { bringStack } from '../src/bring-stack.js'
import { connect, type Connection } from '../src/connection.js'
import { upload } from '../src/package-object.js'
import { plan } from '../src/plan.js'
import { submittedTemplate } from '../src/stack-state.js'
import { deploymentSteps } from '../src/steps.js'
import type { Terminal } from '../src/terminal.js'

const hasMoto = spawnSync('moto_server', ['--help']).status === 0
if (!hasMoto)
  console.warn('Skipped: "moto_server" (pip install "moto[server]") is not here, so only our own stand-in answers.')

// Moto makes the first stack alone: it has no Aurora clusters, and forgets the outputs of what a change set made.
describe.skipIf(!hasMoto)("against moto's CloudFormation and S3", () => {
  let moto: ChildProcess
  let folder: string
  let connection: Connection
  let printed = ''
  const { signal } = new AbortController()
  const clock = { now: () => new Date(), sleep: async () => {} }
  const terminal: Terminal = { out: () => {}, err: (text) => void (printed += text), signal, clock }
  const file = () => join(folder, 'stack-00.zip')
  const request = () => ({
    environment: 'staging' as const,
    package: { file: file(), key: 'lambdas/mysql_connector/stack-00.zip', bytes: 12 },
    quicksight: false,
    parameters: {},
  })

  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'deploy-moto-'))
    await writeFile(file(), 'the function')
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
    vi.stubEnv('AWS_ENDPOINT_URL', await endpointOf(moto))
    vi.stubEnv('AWS_ACCESS_KEY_ID', 'test')
    vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'test')
    vi.stubEnv('AWS_PROFILE', undefined)
    connection = connect({ region: 'eu-west-1' })
  })
  afterAll(async () => {
    vi.unstubAllEnvs()
    const ended = once(moto, 'exit')
    moto.kill()
    await ended
    await rm(folder, { recursive: true })
  })

  test('a plan of an empty account creates everything', async () => {
    const { steps } = await plan(connection, signal, request())
    expect(steps.map(({ action }) => action)).toEqual(['create', 'create', 'upload', 'create'])
  })

  test('the first stack is made through a change set and has its bucket', async () => {
    const [step] = deploymentSteps(request())
    if (step?.kind !== 'stack') throw new Error('the first step is no stack')
    const consent = { mayDelete: false, mayReplace: false }
    const result = await bringStack(connection, terminal, step, { Environment: 'staging' }, consent, {})
    expect(result).toMatchObject({ stackName: 'DatalakeStagingLiveProject', result: 'created' })
    expect(printed).toContain('CREATE_COMPLETE       DatalakeStagingLiveProject (AWS::CloudFormation::Stack)')
    await connection.s3.send(new HeadBucketCommand({ Bucket: 'datalake-staging-123456789012-eu-west-1' }))
    expect(await submittedTemplate(connection.cloudFormation, step.stackName, signal)).toContain('DatalakeBucket:')
    expect((await plan(connection, signal, request())).steps[0]?.action).toBe('unchanged')
  })

  test('the package is uploaded once', async () => {
    const step = deploymentSteps(request()).find(({ kind }) => kind === 'upload')
    if (step?.kind !== 'upload') throw new Error('there is no upload')
    const bucket = 'datalake-staging-123456789012-eu-west-1'
    expect((await upload(connection, terminal, step, bucket)).result).toBe('uploaded')
    expect((await upload(connection, terminal, step, bucket)).result).toBe('there')
    const { Body } = await connection.s3.send(new GetObjectCommand({ Bucket: bucket, Key: step.key }))
    expect(await Body!.transformToString()).toBe('the function')
  })
})

/** Where a moto_server answers that was told to find a port: it says so once it listens. */
async function endpointOf(moto: ChildProcess): Promise<string> {
  for await (const line of createInterface({ input: moto.stderr! })) {
    const [endpoint] = /http:\/\/127\.0\.0\.1:\d+/.exec(line) ?? []
    if (endpoint === undefined) continue
    moto.stderr!.resume() // it goes on talking, and would wait for a reader
    return endpoint
  }
  throw new Error('moto_server ended')
}
