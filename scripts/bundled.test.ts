import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import {
  cpSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { afterAll, expect, test } from 'vitest'
import { root } from './tool.js'

/** A repository of one script and one source, with this repository's dependencies. */
const folder = mkdtempSync(join(tmpdir(), 'bundled-'))
afterAll(() => rmSync(folder, { recursive: true }))
mkdirSync(join(folder, 'scripts'))
cpSync(join(root, 'scripts/bundled.mjs'), join(folder, 'scripts/bundled.mjs'))
symlinkSync(join(root, 'node_modules'), join(folder, 'node_modules'), 'junction')
writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 1')
writeFileSync(
  join(folder, 'scripts/hello.ts'),
  "export { word } from './word.js'\nexport const here: string = import.meta.url",
)
for (const file of ['scripts/hello.ts', 'pnpm-lock.yaml']) utimesSync(join(folder, file), new Date(0), new Date(0))
const { bundled } = (await import(pathToFileURL(join(folder, 'scripts/bundled.mjs')).href)) as {
  bundled(name: string): Promise<string>
}
const source = join(folder, 'scripts/word.ts')

/** Saves the source, a while ago: what is saved while it is bundled is another case. */
function word(text: string): void {
  writeFileSync(source, `export const word: string = '${text}'`)
  utimesSync(source, new Date(0), new Date(0))
}

test('a bundle is made once, and again when a source or the lock file changes', async () => {
  word('one')
  const first = await bundled('hello')
  expect(await import(pathToFileURL(first).href)).toMatchObject({
    word: 'one',
    here: pathToFileURL(join(folder, 'scripts/hello.ts')).href,
  })
  writeFileSync(first, '// kept')
  expect(await bundled('hello')).toBe(first)
  expect(readFileSync(first, 'utf8')).toBe('// kept')

  word('two')
  const second = await bundled('hello')
  expect(await import(pathToFileURL(second).href)).toMatchObject({ word: 'two' })

  writeFileSync(join(folder, 'pnpm-lock.yaml'), 'lockfileVersion: 2')
  expect(new Set([first, second])).not.toContain(await bundled('hello'))
})

test('several at once end with the same bundle, and leave nothing else', async () => {
  word('three')
  const [one, ...others] = await Promise.all(Array.from({ length: 5 }, () => bundled('hello')))
  expect(new Set(others)).toEqual(new Set([one]))
  expect(await import(pathToFileURL(one!).href)).toMatchObject({ word: 'three' })
  const left = readdirSync(join(folder, '.cache/scripts/hello')).filter((name) => !/^[0-9a-f]{16}$/.test(name))
  expect(left).toEqual(['sources.json'])
})

test('a bundle of a source that is saved meanwhile serves once', async () => {
  word('four')
  const later = new Date(Date.now() + 60_000)
  utimesSync(source, later, later)
  const first = await bundled('hello')
  expect(await import(pathToFileURL(first).href)).toMatchObject({ word: 'four' })
  expect(await bundled('hello')).not.toBe(first)
})

test('a source that does not compile is refused', async () => {
  writeFileSync(source, 'export const word =')
  await expect(bundled('hello')).rejects.toMatchObject({ errors: [{ text: 'Unexpected end of file' }] })
})

test('a source that is saved while the bundle is kept does not get the bundle of what it was', async () => {
  word('five')
  // The lock file is read just before the sources, when their hash is made: here it is a pipe, and reading waits.
  const lock = join(folder, 'pnpm-lock.yaml')
  rmSync(lock)
  spawnSync('mkfifo', [lock])
  const script = `import(${JSON.stringify(pathToFileURL(join(folder, 'scripts/bundled.mjs')).href)}).then(({ bundled }) => bundled('hello'))`
  rmSync(join(folder, '.cache'), { recursive: true })
  const child = spawn(process.execPath, ['-e', script], { stdio: ['ignore', 'inherit', 'inherit'] })
  const ended = once(child, 'exit')
  const writing = await open(lock, 'w') // opens when the other end is
  writeFileSync(source, "export const word: string = 'six'")
  await writing.close()
  expect(await ended).toEqual([0, null])
  rmSync(lock)
  writeFileSync(lock, '')
  expect(await import(pathToFileURL(await bundled('hello')).href)).toMatchObject({ word: 'six' })
})

test('a bundle that is run is not removed as an old one', async () => {
  word('seven')
  const first = await bundled('hello')
  const old = new Date(Date.now() - 2 * 86_400_000)
  utimesSync(dirname(first), old, old)
  expect(await bundled('hello')).toBe(first)
  word('eight')
  await bundled('hello')
  expect(existsSync(first)).toBe(true)
})

test.skipIf(spawnSync('prlimit', ['--version']).status !== 0)(
  'a full disk is not called a source that does not compile',
  () => {
    word('nine'.repeat(10_000))
    rmSync(join(folder, '.cache'), { recursive: true })
    const script = `import(${JSON.stringify(pathToFileURL(join(folder, 'scripts/bundled.mjs')).href)})
    .then(({ bundled }) => bundled('hello')).catch(({ code, errors }) => console.log(code, errors))`
    const limited = ['--fsize=10000', process.execPath, '-e', script] // no file may be longer
    const { stdout } = spawnSync('prlimit', limited, { encoding: 'utf8' })
    expect(stdout.trim()).toBe('EFBIG undefined')
    expect(readdirSync(join(folder, '.cache/scripts/hello')).filter((name) => name.startsWith('.'))).toEqual([])
  },
)
