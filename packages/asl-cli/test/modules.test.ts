import { fileURLToPath } from 'node:url'
import { symlinkSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asl, folderOf, pointedAt, type JsonReport } from './run-asl.js'

const check = async (files: Record<string, string>, args: readonly string[]) => {
  const { code, out, err } = await asl(folderOf(files), ['check', '--format', 'json', ...args])
  return { code, err, files: (JSON.parse(out) as JsonReport).files }
}

test('a TypeScript module: each exported machine, by the name of its export', async () => {
  const text = `interface Machine { StartAt: string; States: object }
const states = { 'Load it': { Type: 'Pass', Nxt: 'Nowhere', End: true } } satisfies object
export const etl: Machine = { StartAt: 'Load it', States: states }
export const all: Record<string, Machine> = { etl, other: { StartAt: 'A', States: { A: { Type: 'Succeed' } } } }
export const later = Promise.resolve({ StartAt: 'B', States: { B: { Type: 'Succeed' } } })
export const version = 3
export default etl
console.log('noise')
`
  const { code, files } = await check({ 'machines.ts': text }, ['machines.ts'])
  expect(code).toBe(1)
  expect(files[0]!.machines.map(({ pointer, valid }) => [pointer, valid])).toEqual([
    ['/etl', false],
    ['/later', true],
    ['/all/other', true],
  ])
  const finding = files[0]!.machines.flatMap(({ diagnostics }) => diagnostics)[0]!
  expect(pointedAt(text, finding)).toBe("'Load it'")
})

test('JavaScript modules of both kinds', async () => {
  const files = {
    'a.mjs': 'export const m = { StartAt: "A", States: { A: { Type: "Succeed" } } }',
    'b.cjs': 'module.exports = { m: { StartAt: "A", States: { A: { Type: "Succeed" } } } }',
  }
  const result = await check(files, ['*.mjs', 'b.cjs'])
  expect(result.code).toBe(0)
  expect(result.files.map(({ file, machines }) => [file, machines.length])).toEqual([
    ['a.mjs', 1],
    ['b.cjs', 1],
  ])
})

test.each([
  ['export const m = 1\nthrow new Error("no database here")', 'no database here', 2],
  ['export const = 1', 'The module could not be loaded', undefined],
  ['process.exit(7)', 'The module ended its process (exit code 7)', undefined],
  ['import "./gone.mjs"', 'gone.mjs', undefined],
  ['throw "text"', 'text', undefined],
  ['export const nothing = 1', 'There is no state machine in this file', undefined],
  ['const f = { chain: {}, build() {} }\nexport default f', 'in this file: "default" is not built.', 2],
])('%j: said, and a 2', async (text, complaint, line) => {
  const { code, files } = await check({ 'a.mjs': text }, ['a.mjs'])
  expect(code).toBe(2)
  const [finding] = files[0]!.machines[0]!.diagnostics
  expect(finding!.message).toContain(complaint)
  if (line !== undefined) expect(finding!.line).toBe(line)
})

test('a module may import the builder of its own project', async () => {
  const folder = folderOf({
    'package.json': '{"type": "module"}',
    'etl.ts': `import { stateMachine } from 'asl-builder'
export const etl = stateMachine({ StartAt: 'A', States: { A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Succeed' } } })
`,
  })
  symlinkSync(fileURLToPath(new URL('../node_modules', import.meta.url)), join(folder, 'node_modules'))
  const { code, out } = await asl(folder, ['check', 'etl.ts', '--format', 'json'])
  expect(out).toContain('"pointer": "/etl"')
  expect(code).toBe(0)
})
