import { spawnSync } from 'node:child_process'
import { statSync } from 'node:fs'
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setImmediate } from 'node:timers/promises'
import { afterEach, expect, test, vi } from 'vitest'
import { root } from '../tool.js'
import { packageLambda } from './bundle.js'
import { zip } from './zip.js'

afterEach(() => void vi.unstubAllEnvs())

const entry = join(root, 'scripts/lambda/connector.ts')

async function inFolder(work: (folder: string) => Promise<void>): Promise<void> {
  const folder = await mkdtemp(join(tmpdir(), 'lambda-'))
  try {
    await work(folder)
  } finally {
    await rm(folder, { recursive: true })
  }
}

test('the zip is the same bytes each time, under a name of its own, and holds one file that Lambda can call', () =>
  inFolder(async (folder) => {
    await writeFile(join(folder, 'stack-0123456789abcdef.zip'), 'of an earlier version')
    const first = await packageLambda(entry, folder)
    const bytes = await readFile(first.file)
    const second = await packageLambda(entry, folder)
    expect(second).toEqual(first)
    expect((await readFile(second.file)).equals(bytes)).toBe(true)
    expect(await readdir(folder)).toEqual([first.key.replace('lambdas/mysql_connector/', '')])
    expect(first.key).toMatch(/^lambdas\/mysql_connector\/stack-[0-9a-f]{16}\.zip$/)

    const code = storedFile(bytes, 'index.js')
    expect(code.includes(root)).toBe(false)
    await writeFile(join(folder, 'index.js'), code)
    const { handler } = createRequire(import.meta.url)(join(folder, 'index.js')) as {
      handler: (event: unknown, context: object) => Promise<unknown>
    }
    await expect(handler({}, {})).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: 'DATA_LOCATION: "" is not a location like s3://bucket/data/.',
    })
    vi.stubEnv('DATA_LOCATION', 's3://lake/data/')
    vi.stubEnv('MYSQL_URL', '')
    await expect(handler({ tables: ['users', 'nope'] }, {})).rejects.toMatchObject({ name: 'UnknownTableError' })
    await expect(handler({ tables: ['users'] }, {})).rejects.toMatchObject({
      name: 'ConfigurationError',
      message: expect.stringContaining('MYSQL_SECRET_ARN'),
    })
  }))

test('a zip that is there stays whole while it is made again: another deployment may be uploading it', () =>
  inFolder(async (folder) => {
    const { file, bytes } = await packageLambda(entry, folder)
    const seen = new Set<number | undefined>()
    const progress = { isOver: false }
    const again = packageLambda(entry, folder).finally(() => (progress.isOver = true))
    while (!progress.isOver) {
      seen.add(statSync(file, { throwIfNoEntry: false })?.size)
      await setImmediate()
    }
    await again
    expect([...seen]).toEqual([bytes])
  }))

const unzip = spawnSync('unzip', ['-v']).status === 0
if (!unzip) console.warn('Skipped: "unzip" is not on this machine, so no other program reads the zip file.')

test.skipIf(!unzip)('another program reads the zip file', () =>
  inFolder(async (folder) => {
    await writeFile(
      join(folder, 'x.zip'),
      zip([
        { name: 'a.js', bytes: Buffer.from('1') },
        { name: 'ü/b', bytes: Buffer.alloc(0) },
      ]),
    )
    const { status, stdout } = spawnSync('unzip', ['-t', join(folder, 'x.zip')], { encoding: 'utf8' })
    expect(stdout).toContain('No errors detected')
    expect(status).toBe(0)
  }),
)

/** The content of a file that a zip holds uncompressed, found through its local header. */
function storedFile(archive: Buffer, name: string): Buffer {
  expect(archive.readUInt32LE(0)).toBe(0x04034b50)
  const start = 30 + archive.readUInt16LE(26) + archive.readUInt16LE(28)
  expect(archive.toString('utf8', 30, 30 + name.length)).toBe(name)
  return archive.subarray(start, start + archive.readUInt32LE(18))
}
