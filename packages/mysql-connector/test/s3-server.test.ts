import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import { createInterface } from 'node:readline'
import {
  CreateBucketCommand,
  GetObjectCommand,
  ListObjectsV2Command,
  PutObjectCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { s3Target } from '../src/s3-target.js'

const hasMoto = spawnSync('moto_server', ['--help']).status === 0
if (!hasMoto)
  console.warn(
    'Skipped: "moto_server" (pip install "moto[server]") is not on this machine, so no S3 answers over HTTP.',
  )

describe.skipIf(!hasMoto)('S3 over HTTP, through the real client', () => {
  let moto: ChildProcess
  let client: S3Client

  beforeAll(async () => {
    moto = spawn('moto_server', ['-H', '127.0.0.1', '-p', '0'], { stdio: ['ignore', 'ignore', 'pipe'] })
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' }
    client = new S3Client({
      endpoint: await endpointOf(moto),
      region: 'eu-west-1',
      credentials,
      forcePathStyle: true,
      maxAttempts: 1,
    })
    const where = { LocationConstraint: 'eu-west-1' as const }
    await client.send(new CreateBucketCommand({ Bucket: 'lake', CreateBucketConfiguration: where }))
  })
  afterAll(async () => {
    client.destroy()
    const ended = once(moto, 'exit')
    moto.kill()
    await ended
  })

  const put = (Key: string, Body: string | Buffer) => client.send(new PutObjectCommand({ Bucket: 'lake', Key, Body }))
  const bytesOf = async (Key: string) => {
    const { Body } = await client.send(new GetObjectCommand({ Bucket: 'lake', Key }))
    return Buffer.from(await Body!.transformToByteArray())
  }
  const keys = async (Prefix: string) => {
    const { Contents = [] } = await client.send(new ListObjectsV2Command({ Bucket: 'lake', Prefix }))
    return Contents.map(({ Key }) => Key)
  }

  it('replaces a table of several parts and of none', async () => {
    const target = s3Target({ bucket: 'lake', client })
    await put('data/users/users.scv.part_00000', 'stale')
    const large = Buffer.alloc(9 << 20, 'abc')
    for (const content of [large, Buffer.alloc(0)]) {
      const replacement = await target.replace('data/users/', 'users.csv')
      if (content.length > 0) {
        await replacement.write(content.subarray(0, 8 << 20))
        await replacement.write(content.subarray(8 << 20))
      }
      await replacement.complete()
      expect(await replacement.publish()).toEqual(['data/users/users.csv'])
      expect(await keys('data/users/')).toEqual(['data/users/users.csv'])
      expect((await bytesOf('data/users/users.csv')).equals(content)).toBe(true)
    }
  })

  it('joins parts inside S3', async () => {
    const target = s3Target({ bucket: 'lake', client, region: 'eu-west-1' })
    const staging = target.adopt!.staging('run é:1', 'users')
    const parts = [Buffer.alloc(6 << 20, 'x'), Buffer.from('y\n')]
    const names = parts.map((_, index) => `${staging.key}.part_0000${index}`)
    for (const [index, name] of names.entries()) await put(name, parts[index]!)
    const entries = names.map((name) => ({ url: `s3-eu-west-1://lake/${name}` }))
    await put(`${staging.key}.manifest`, JSON.stringify({ entries }))
    const { replacement } = await target.adopt!.parts('data/joined/', 'users.csv', staging, true)
    await replacement.publish()
    expect((await bytesOf('data/joined/users.csv')).equals(Buffer.concat(parts))).toBe(true)
    expect(await keys('staging/')).toEqual([])
  })

  it('a bucket that is not there fails by name', async () => {
    await expect(s3Target({ bucket: 'absent', client }).replace('data/', 'x.csv')).rejects.toMatchObject({
      name: 'TargetError',
      message: expect.stringMatching(/^CreateMultipartUpload s3:\/\/absent\/data\/x.csv: NoSuchBucket/),
    })
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
