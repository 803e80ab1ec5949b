import { documentRules } from './document.js'
import type { Rule } from './rule.js'
import { rules } from './rules/index.js'

/** What a rule says of itself: its name, AWS's code (or the name), severity, what is true, and where that is written. */
export type RuleEntry = Omit<Rule, 'find'>

/** Every rule that `check` and `parse` hold a definition against. */
export const ruleTable: readonly RuleEntry[] = [...Object.values(documentRules), ...rules].map(
  ({ name, code, severity, summary, source }) => ({ name, code, severity, summary, source }),
)
