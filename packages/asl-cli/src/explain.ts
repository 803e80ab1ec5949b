import { command } from './command.js'
import { explanations, type Explanation } from 'asl-builder/explain'
import { sectionOn } from './explanations.js'
import { expectRule, knownRules } from './rules.js'
import { styles, type Styles } from './styles.js'

const help = `asl explain: say what a diagnostic means and what to do.

Usage: asl explain [CODE...]      without a code: the list of them all

Examples:
  asl explain MISSING_TRANSITION_TARGET
  asl explain SCHEMA_VALIDATION_FAILED      a code of AWS's that stands for several rules
`

/** `asl explain`: the rules behind a code, in words. */
export const explain = command({
  help,
  options: {},
  async run({ positionals }, io) {
    const style = styles(io.colour)
    if (positionals.length === 0) {
      io.out(explanations.map((rule) => line(rule, style)).join(''))
      return 0
    }
    const known = knownRules()
    const asked = positionals.map((name) => name.toUpperCase())
    for (const name of asked) expectRule(name, known)
    io.out(asked.flatMap((name) => behind(name).map((rule) => explained(rule, style))).join('\n'))
    return 0
  },
})

/** The rule of that name, or all that share the code. */
function behind(name: string): Explanation[] {
  const named = explanations.filter(({ rule }) => rule === name)
  return named.length > 0 ? named : explanations.filter(({ code }) => code === name)
}

function line({ rule, severity, summary }: Explanation, style: Styles): string {
  const level = severity === 'ERROR' ? style.red('error  ') : style.yellow('warning')
  return `${level}  ${style.bold(rule.padEnd(32))} ${summary}\n`
}

/** What docs/diagnostics.md says, example included; the rule's own words where it says nothing. */
function explained({ rule, code, severity, summary, source }: Explanation, style: Styles): string {
  const section = sectionOn(rule)
  if (section === undefined)
    return `## ${rule}\n\n${severity}${code === rule ? '' : `, code \`${code}\``}. ${summary} ${source}\n`
  return `${section.replace(/^## .*$/m, (heading) => style.bold(heading))}\n`
}
