// Checks every definition of a corpus and says how many verdicts agree with its labels: `pnpm corpus DIR [--out FILE]`.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { check, type Diagnostic } from 'asl-builder'

interface Case {
  id: string
  definition: unknown
  /** Of `invalid.json`: where it is from, and why it is invalid. */
  source?: string
  why?: string
  /** Of `mutants.json`: the kind of defect, and whether AWS refuses it. */
  op?: string
  aws?: string
}

const { values, positionals } = parseArgs({
  options: { out: { type: 'string' }, verbose: { type: 'boolean' } },
  allowPositionals: true,
})
const folder = positionals[0]
if (folder === undefined || !existsSync(folder)) {
  console.error('pnpm corpus DIR [--out FILE] [--verbose]: DIR holds valid.json, invalid.json and mutants.json.')
  process.exit(2)
}

const lines: string[] = []
const rows: { set: string; agree: number; of: number; misses: string[] }[] = []

/** One row of the table: how many cases of a set earn what they should. */
function row(set: string, cases: readonly Case[], agrees: (diagnostics: readonly Diagnostic[]) => boolean): void {
  const misses: string[] = []
  for (const one of cases) {
    const diagnostics = check(one.definition)
    lines.push(JSON.stringify({ id: one.id, valid: !diagnostics.some(isError), diagnostics }))
    if (!agrees(diagnostics)) misses.push(`${one.id}${one.why ? `: ${one.why}` : ''}${wrongly(diagnostics)}`)
  }
  rows.push({ set, agree: cases.length - misses.length, of: cases.length, misses })
}

const isError = ({ severity }: Diagnostic): boolean => severity === 'ERROR'
const hasError = (diagnostics: readonly Diagnostic[]): boolean => diagnostics.some(isError)
const wrongly = (diagnostics: readonly Diagnostic[]): string =>
  diagnostics
    .map(
      ({ severity, rule, location, message, hint }) =>
        `\n      ${severity} ${rule} ${location}: ${message} ${hint ?? ''}`,
    )
    .join('')

function read(file: string): Case[] {
  const path = join(folder!, file)
  return existsSync(path) ? (JSON.parse(readFileSync(path, 'utf8')) as Case[]) : []
}

/** AWS's own label: recorded, or quoted from its answer. */
const isAwsOwn = ({ source, why = '' }: Case): boolean =>
  (source === 'localstack-recorded' || source === 'aws-measured-issues') && !why.startsWith('[LocalStack; rule from')
const invalid = read('invalid.json')
const mutants = read('mutants.json')

row('valid: no ERROR', read('valid.json'), (found) => !hasError(found))
row('invalid, label of AWS: ERROR', invalid.filter(isAwsOwn), hasError)
row(
  'invalid, label of a tool: ERROR',
  invalid.filter((one) => !isAwsOwn(one)),
  hasError,
)
row(
  'mutants AWS refuses: ERROR',
  mutants.filter(({ aws }) => aws?.startsWith('rejects')),
  hasError,
)
row(
  'mutants AWS may accept: found',
  mutants.filter(({ aws }) => !aws?.startsWith('rejects')),
  (found) => found.length > 0,
)

for (const { set, agree, of, misses } of rows) {
  if (of === 0) continue
  console.log(
    `${set.padEnd(34)} ${String(agree).padStart(4)} of ${String(of).padStart(4)}  ${((100 * agree) / of).toFixed(1)} %`,
  )
  for (const miss of misses) console.log(`    ${miss}`)
}
if (values.out !== undefined) writeFileSync(values.out, lines.map((line) => `${line}\n`).join(''))
