// Replays recordings of AWS: `pnpm conformance DIR [--out FILE] [--kind KIND] [--only TEXT] [--verbose]`.
import { mkdirSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { parseArgs } from 'node:util'
import { answers } from './conformance/answers.js'
import { readCases, type Case, type Expectation } from './conformance/cases.js'
import { gradeAnswer, gradeExecution, type Grade } from './conformance/grade.js'
import { report } from './conformance/report.js'

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    out: { type: 'string' },
    kind: { type: 'string' },
    only: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
})
const [folder] = positionals
if (!folder) {
  console.error('Usage: pnpm conformance DIR [--out FILE] [--kind KIND] [--only TEXT] [--verbose]')
  process.exit(2)
}

const lines: string[] = []
const graded: { of: Case; grade: Grade }[] = []
for (const [kind, answer] of Object.entries(answers)) {
  if (values.kind !== undefined && values.kind !== kind) continue
  for (const each of readCases(folder, kind)) {
    const { question, expect } = each
    if (question.clientSideOnly || question.replayable === false) continue
    if (values.only !== undefined && !question.id.includes(values.only)) continue
    const actual = (await answer(question)) as Expectation | undefined
    if (!actual) continue
    lines.push(JSON.stringify({ id: question.id, actual }))
    if (expect)
      graded.push({ of: each, grade: kind === 'execution' ? gradeExecution(each, actual) : gradeAnswer(each, actual) })
  }
}
if (values.out !== undefined) {
  mkdirSync(dirname(values.out), { recursive: true })
  writeFileSync(values.out, lines.map((line) => `${line}\n`).join(''))
}
if (lines.length === 0) {
  console.error(`${folder} has no cases: it must hold cases/<kind>/<topic>.json.`)
  process.exit(2)
}
console.log(report(graded, values.verbose))
