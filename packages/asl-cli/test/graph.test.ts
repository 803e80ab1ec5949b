import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { asl, folderOf } from './run-asl.js'

const definition = JSON.stringify({
  Comment: 'Loads a table',
  StartAt: 'Load',
  States: {
    Load: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: 'load' },
      Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Give up' }],
      End: true,
    },
    'Give up': { Type: 'Fail' },
  },
})

test('a definition becomes SVG', async () => {
  const { code, out, err } = await asl(folderOf({ 'm.asl.json': definition }), ['graph', 'm.asl.json'])
  expect([code, err]).toEqual([0, ''])
  expect(out).toMatch(/^<svg .*<title>Loads a table<\/title>.*Lambda: load.*<\/svg>\n$/s)
})

test('Mermaid, and standard input', async () => {
  const { code, out } = await asl(folderOf({}), ['graph', '--format', 'mermaid', '-'], { stdin: definition })
  expect(code).toBe(0)
  expect(out).toContain('s2["Load"]')
  expect(out).toContain('s2 -.-> s3')
})

test('what asl run prints is shown', async () => {
  const cwd = folderOf({
    'm.asl.json': definition,
    'tasks.json': '{"Load": {"Throw": {"Error": "Lambda.Unknown", "Cause": "out of memory"}}}',
  })
  const ran = await asl(cwd, ['run', 'm.asl.json', '--tasks', 'tasks.json', '--format', 'json'])
  const { code, out } = await asl(cwd, ['graph', 'm.asl.json', '--execution', 'run.json'])
  expect([code, out]).toEqual([2, ''])
  const again = folderOf({ 'm.asl.json': definition, 'run.json': ran.out })
  const drawn = await asl(again, ['graph', 'm.asl.json', '--execution', 'run.json'])
  expect(drawn.code).toBe(0)
  expect(drawn.out).toContain('Lambda.Unknown')
  expect(drawn.out).toContain('out of memory')
  expect(drawn.out).toMatch(/class="state task is-caught"/)
})

test('asl run writes a page of its run', async () => {
  const cwd = folderOf({ 'm.asl.json': definition, 'tasks.json': '{"Load": {"Return": {"rows": 3}}}' })
  const ran = await asl(cwd, ['run', 'm.asl.json', '--tasks', 'tasks.json', '--html', 'run.html'])
  expect([ran.code, JSON.parse(ran.out)]).toEqual([0, { rows: 3 }])
  expect(readFileSync(join(cwd, 'run.html'), 'utf8')).toMatch(
    /class="state task is-succeeded".*"type":"TaskStateExited"/s,
  )
  const nowhere = await asl(cwd, ['run', 'm.asl.json', '--tasks', 'tasks.json', '--html', 'no/run.html'])
  expect([nowhere.code, nowhere.err]).toEqual([2, expect.stringContaining('cannot be written')])
})

test('the name of the file says the format', async () => {
  const cwd = folderOf({ 'm.asl.json': definition })
  expect(await asl(cwd, ['graph', 'm.asl.json', '--output', 'm.html'])).toEqual({ code: 0, out: '', err: '' })
  expect(readFileSync(join(cwd, 'm.html'), 'utf8')).toMatch(/^<!doctype html>.*<title>Loads a table<\/title>/s)
  await asl(cwd, ['graph', 'm.asl.json', '--output', 'm.png'])
  expect(readFileSync(join(cwd, 'm.png')).subarray(1, 4).toString()).toBe('PNG')
})

test('a definition that is too large for AWS is not laid out', async () => {
  const States = Object.fromEntries(
    Array.from({ length: 30_000 }, (_, n) => [`S${n}`, { Type: 'Pass', Next: `S${n + 1}` }]),
  )
  const cwd = folderOf({ 'm.asl.json': JSON.stringify({ StartAt: 'S0', States }) })
  const { code, out, err } = await asl(cwd, ['graph', 'm.asl.json'])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain('too large to draw')
})

test.each([
  ['no definition', [], 'Name the definition'],
  ['two definitions', ['m.asl.json', 'm.asl.json'], 'Only one'],
  ['PNG on standard output', ['m.asl.json', '--format', 'png'], '--output'],
  ['an execution that is none', ['m.asl.json', '--execution', 'm.asl.json'], 'list of events'],
  ['an execution that is no JSON', ['m.asl.json', '--execution', 'text'], 'no JSON'],
  ['a folder that is not there', ['m.asl.json', '--output', 'no/m.svg'], 'cannot be written'],
  ['a file of another format', ['m.asl.json', '--output', 'm.pdf'], '"m.pdf" does not say its format'],
])('a wrong command line: %s', async (_, args, words) => {
  const cwd = folderOf({ 'm.asl.json': definition, text: 'x' })
  const { code, out, err } = await asl(cwd, ['graph', ...args])
  expect([code, out]).toEqual([2, ''])
  expect(err).toContain(words)
  expect(existsSync(join(cwd, 'no'))).toBe(false)
})
