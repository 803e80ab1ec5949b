import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { answers } from './answers.js'
import { readCases, type Expectation } from './cases.js'
import { gradeAnswer, gradeExecution } from './grade.js'
import { root } from '../tool.js'

const recordings = process.env['ASL_RECORDINGS']
const folder = recordings === undefined ? undefined : join(recordings, 'conformance')
const hasRecordings = folder !== undefined && existsSync(folder)
if (!hasRecordings)
  console.error('Recordings of AWS are not replayed: ASL_RECORDINGS names no folder with conformance/.')

const share = (right: readonly (boolean | undefined)[]): number => {
  const known = right.filter((each) => each !== undefined)
  return known.filter(Boolean).length / known.length
}

describe.skipIf(!hasRecordings)('recordings of AWS', () => {
  test('executions end as AWS says, for its reasons, by its events', async () => {
    const grades = []
    for (const each of readCases(folder!, 'execution')) {
      if (each.question.replayable === false) continue
      const actual = (await answers['execution']!(each.question)) as Expectation
      grades.push(gradeExecution(each, actual))
    }
    expect(grades.length).toBeGreaterThan(500)
    expect(grades.filter(({ wrongSuccess }) => wrongSuccess)).toEqual([])
    expect(share(grades.map(({ outcome }) => outcome))).toBeGreaterThanOrEqual(0.99)
    expect(share(grades.map(({ cause }) => cause))).toBeGreaterThanOrEqual(0.97)
    expect(share(grades.map(({ history }) => history))).toBeGreaterThanOrEqual(0.95)
  })

  test('definitions are refused in the words of AWS', async () => {
    const grades = []
    for (const each of readCases(folder!, 'validation')) {
      if (each.question.clientSideOnly) continue
      const actual = (await answers['validation']!(each.question)) as Expectation | undefined
      if (actual) grades.push(gradeAnswer(each, actual))
    }
    expect(share(grades.map(({ outcome }) => outcome))).toBeGreaterThanOrEqual(0.9)
  })

  test('states are tested as TestState tests them', async () => {
    const grades = []
    for (const each of readCases(folder!, 'test-state')) {
      const actual = (await answers['test-state']!(each.question)) as Expectation
      grades.push(gradeAnswer(each, actual))
    }
    expect(grades.length).toBeGreaterThanOrEqual(90)
    expect(share(grades.map(({ outcome }) => outcome))).toBeGreaterThanOrEqual(0.95)
  })

  test('the answers are the same when nobody says what is expected', () => {
    const temporary = mkdtempSync(join(tmpdir(), 'conformance-'))
    try {
      for (const [kind, topic] of [
        ['execution', 'base__test_base.json'],
        ['execution', 'outputdecl__test_output.json'],
        ['validation', 'test_sfn_api_validation.json'],
        ['test-state', 'test_state__test_test_state_scenarios.json'],
      ] as const) {
        for (const name of ['full', 'bare']) {
          const path = join(temporary, name, 'cases', kind)
          mkdirSync(path, { recursive: true })
          const file = JSON.parse(readFileSync(join(folder!, 'cases', kind, topic), 'utf8')) as { cases: object[] }
          if (name === 'bare') file.cases = file.cases.map((each) => ({ ...each, expect: undefined }))
          writeFileSync(join(path, topic), JSON.stringify(file))
        }
      }
      const [full, bare] = ['full', 'bare'].map((name) => {
        const out = join(temporary, `${name}.jsonl`)
        const { status } = spawnSync(
          process.execPath,
          ['scripts/run.mjs', 'conformance', join(temporary, name), '--out', out],
          { cwd: root },
        )
        expect(status).toBe(0)
        return readFileSync(out, 'utf8')
      })
      expect(bare!.trim().split('\n').length).toBeGreaterThan(10)
      expect(bare).toBe(full)
    } finally {
      rmSync(temporary, { recursive: true })
    }
  })
})
