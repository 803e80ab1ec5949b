import { execFileSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { unifiedDiff } from './unified-diff.js'

const lines = (...text: string[]) => text.map((line) => `${line}\n`).join('')
const numbers = Array.from({ length: 20 }, (_, at) => String(at + 1))

test.each([
  ['nothing', lines('a'), lines('a'), ''],
  ['a changed line', lines('a', 'b', 'c'), lines('a', 'x', 'c'), '@@ -1,3 +1,3 @@\n a\n-b\n+x\n c\n'],
  ['a new file', '', lines('a', 'b'), '@@ -0,0 +1,2 @@\n+a\n+b\n'],
  ['an emptied file', lines('a'), '', '@@ -1,1 +0,0 @@\n-a\n'],
])('%s', (_, before, after, hunks) => {
  const head = hunks && '--- f\n+++ f (as it would be generated)\n'
  expect(unifiedDiff('f', before, after)).toBe(head + hunks)
})

test('changes far apart are hunks of their own', () => {
  const after = numbers.with(1, 'x').with(17, 'y')
  expect(unifiedDiff('f', lines(...numbers), lines(...after)).match(/^@@.*$/gm)).toEqual([
    '@@ -1,5 +1,5 @@',
    '@@ -15,6 +15,6 @@',
  ])
})

test('patch(1) makes the one text of the other', () => {
  if (!hasPatch()) return void console.log('skipped: there is no patch(1) on this machine')
  const text = fc.array(fc.constantFrom('a', 'b', 'c', ''), { maxLength: 40 }).map((items) => lines(...items))
  const folder = mkdtempSync(join(tmpdir(), 'diff-'))
  try {
    fc.assert(
      fc.property(text, text, (before, after) => {
        fc.pre(before !== after)
        const file = join(folder, 'f')
        writeFileSync(file, before)
        const input = unifiedDiff('f', before, after)
        execFileSync('patch', ['-s', '-u', '-o', join(folder, 'out'), file], { input })
        expect(execFileSync('cat', [join(folder, 'out')], { encoding: 'utf8' })).toBe(after)
      }),
      { numRuns: 50 },
    )
  } finally {
    rmSync(folder, { recursive: true })
  }
})

function hasPatch(): boolean {
  try {
    execFileSync('patch', ['--version'])
    return true
  } catch {
    return false
  }
}
