import {
  cpSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
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
