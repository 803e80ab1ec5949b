import type { Severity } from '../diagnostics/diagnostic.js'
import { documentRules } from './document.js'
import { rules } from './rules/index.js'

/** What a rule holds to be true of a definition. */
export interface Explanation {
  /** `UNSUPPORTED_FIELD`. */
  rule: string
  /** The code its findings carry: AWS's, or the rule's own name. */
  code: string
  /** Of most of its findings. */
  severity: Severity
  /** What is true of a right definition, in one sentence. */
  summary: string
  /** Where that is written: a URL. */
  source: string
}

/** Every rule, in the order of the language: text, structure, graph, query languages, variables, errors, Map, integrations. */
export const explanations: readonly Explanation[] = [...Object.values(documentRules), ...rules].map(
  ({ name, code, severity, summary, source }) => ({ rule: name, code, severity, summary, source }),
)

/**
 * What a rule's name or a code stands for; a code of AWS's stands for many rules.
 *
 *     explain('UNREACHABLE_STATE')[0]?.code // 'MISSING_TRANSITION_TARGET'
 */
export const explain = (name: string): readonly Explanation[] =>
  explanations.filter(({ rule, code }) => rule === name || code === name)
