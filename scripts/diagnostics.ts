// Writes docs/diagnostics.md from the rules and their golden examples; `--check` writes nothing and fails if it is stale.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { explanations, type Explanation } from 'asl-builder'
import { root } from './tool.js'

const file = join(root, 'docs/diagnostics.md')
const examples = join(root, 'packages/asl-builder/test/golden/rules')

const head = `# Diagnostics

Everything that \`check\` finds in a definition, each with an example in its own words. \`asl explain NAME\` prints the same.

An **ERROR** is what AWS refuses. A **WARNING** is legal, or nobody knows AWS to refuse it, and surely not meant. The code is
AWS's own where AWS has one; many rules may share it. In \`check(definition, { rules })\` and in a configuration file a rule is
named by its own name or by its code: \`{ "NO_DEFAULT": "OFF", "UNREACHABLE_STATE": "WARNING" }\`.

<!-- Written by scripts/diagnostics.ts. -->
`

const row = ({ rule, code, severity, summary }: Explanation): string =>
  `| [${rule}](#${rule.toLowerCase()}) | ${code === rule ? '' : code} | ${severity} | ${summary} |`

function section({ rule, code, severity, summary, source }: Explanation): string {
  const read = (name: string): string => readFileSync(join(examples, rule, name), 'utf8').trimEnd()
  const example = existsSync(join(examples, rule, 'bad.asl.json'))
    ? `\`\`\`json\n${read('bad.asl.json')}\n\`\`\`\n\n\`\`\`text\n${read('bad.txt')}\n\`\`\`\n`
    : ''
  return `## ${rule}\n\n${severity}${code === rule ? '' : `, code \`${code}\``}. ${summary} [Source](${source})\n\n${example}`
}

const table = [
  '| rule | code of AWS | severity | what is true |',
  '| --- | --- | --- | --- |',
  ...explanations.map(row),
]
const text = `${[head, `${table.join('\n')}\n`, ...explanations.map(section)].join('\n').trimEnd()}\n`

const current = existsSync(file) ? readFileSync(file, 'utf8') : ''
if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
  console.log(`docs/diagnostics.md  ${explanations.length} rules`)
} else if (current !== text) {
  console.error('docs/diagnostics.md is stale: run "pnpm diagnostics".')
  process.exit(1)
}
