import type { Case } from './cases.js'
import type { Grade } from './grade.js'

interface Graded {
  readonly of: Case
  readonly grade: Grade
}

/** A table of how many answers are right, by kind and category, and what differs. */
export function report(graded: readonly Graded[], isVerbose: boolean): string {
  const lines = [row(['kind / category', 'cases', 'outcome', 'cause', 'history', 'wrong successes'])]
  for (const kind of unique(graded.map(({ of }) => of.question.kind))) {
    const ofKind = graded.filter(({ of }) => of.question.kind === kind)
    lines.push(row([kind, ...counts(ofKind)]))
    for (const category of unique(ofKind.map(({ of }) => of.question.category))) {
      lines.push(row([`  ${category}`, ...counts(ofKind.filter(({ of }) => of.question.category === category))]))
    }
  }
  const wrong = graded.filter(({ grade }) => grade.differences.length > 0)
  lines.push('', `${wrong.length} of ${graded.length} differ somewhere:`)
  for (const { of, grade } of wrong) {
    const what = [
      grade.outcome ? '' : 'outcome',
      grade.cause === false ? 'cause' : '',
      grade.history === false ? 'history' : '',
    ]
    lines.push(`- ${of.question.id} (${what.filter(Boolean).join(', ')})`)
    for (const difference of grade.differences.slice(0, isVerbose ? 20 : 1)) lines.push(`    ${difference}`)
  }
  return lines.join('\n')
}

const unique = (names: readonly string[]): string[] => [...new Set(names)]

function counts(graded: readonly Graded[]): string[] {
  const share = (of: (grade: Grade) => boolean | undefined): string => {
    const known = graded.map(({ grade }) => of(grade)).filter((right) => right !== undefined)
    if (known.length === 0) return '-'
    const right = known.filter(Boolean).length
    return `${right}/${known.length} ${((right / known.length) * 100).toFixed(1)} %`
  }
  return [
    String(graded.length),
    share(({ outcome }) => outcome),
    share(({ cause }) => cause),
    share(({ history }) => history),
    String(graded.filter(({ grade }) => grade.wrongSuccess).length),
  ]
}

const row = ([name = '', ...cells]: readonly string[]): string =>
  `${name.padEnd(34)}${cells.map((cell) => cell.padStart(17)).join('')}`
