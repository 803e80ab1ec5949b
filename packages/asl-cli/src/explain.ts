import { command } from './command.js'
import { allRules, expectRule, knownRules, type RuleFacts } from './rules.js'
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
      io.out(allRules.map(({ name, severity, summary }) => line(name, severity, summary, style)).join(''))
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
function behind(name: string): RuleFacts[] {
  const named = allRules.filter((rule) => rule.name === name)
  return named.length > 0 ? named : allRules.filter((rule) => rule.code === name)
}

function line(name: string, severity: RuleFacts['severity'], summary: string, style: Styles): string {
  const level = severity === 'ERROR' ? style.red('error  ') : style.yellow('warning')
  return `${level}  ${style.bold(name.padEnd(32))} ${summary}\n`
}

function explained({ name, code, severity, summary, source }: RuleFacts, style: Styles): string {
  const level = severity === 'ERROR' ? style.red('error') : style.yellow('warning')
  const words = severity === 'ERROR' ? 'AWS refuses it' : 'legal, and surely not meant'
  const also = code === name ? '' : `\nAWS's code for it: ${code}.`
  return `${style.bold(name)}  ${level} (${words})\n${summary}${also}\n${style.dim(source)}\n`
}
