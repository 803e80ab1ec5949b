import type { Diagnostic, Severity } from '../diagnostics/diagnostic.js'
import { locationOf, type Place } from './place.js'
import type { Reading } from './reading.js'

/** Where a fact was found. */
export interface Found {
  place: Place
  /** The key at `place` that is meant, where AWS names the object only. */
  key?: string
  /** In the string there. */
  range?: { start: number; end: number }
  /** Other than the rule's own. */
  severity?: Severity
}

/** A fact in English. */
export interface Words {
  /** AWS's own words where they are known. */
  message: string
  hint?: string | undefined
}

/** What a rule is, written down: `check` finds facts, `say` turns one into English. */
interface RuleDefinition<Fact extends object> {
  /** SCREAMING_SNAKE_CASE; the file, the goldens and the docs bear the same name. */
  name: string
  /** AWS's code, where it has one for this. Default: the name. */
  code?: string
  /** ERROR: AWS refuses it. WARNING: legal, or nobody knows AWS to refuse it, and surely not meant. */
  severity: Severity
  /** What is true of a right definition, in one sentence. */
  summary: string
  /** Where that is written. */
  source: string
  check(reading: Reading): Iterable<Fact & Found>
  say(fact: Fact & Found): Words
}

/** One thing that is checked. */
export interface Rule {
  readonly name: string
  readonly code: string
  readonly severity: Severity
  readonly summary: string
  readonly source: string
  /** What is wrong, each with its place, in any order. */
  find(reading: Reading): Iterable<{ place: Place; diagnostic: Diagnostic }>
}

/** Makes a rule: facts become diagnostics, and keep themselves as `data`. */
export function rule<Fact extends object = object>(definition: RuleDefinition<Fact>): Rule {
  const { name, code = name, severity, summary, source } = definition
  return {
    name,
    code,
    severity,
    summary,
    source,
    *find(reading) {
      for (const fact of definition.check(reading)) {
        const { place, key, range, severity: own, ...data } = fact
        const { message, hint } = definition.say(fact)
        const diagnostic: Diagnostic = {
          severity: own ?? severity,
          code,
          rule: name,
          message,
          ...(hint !== undefined && { hint }),
          location: locationOf(place),
          ...(key !== undefined && { key }),
          ...(place.state !== undefined && { state: place.state }),
          ...(range && { range }),
          ...(Object.keys(data).length > 0 && { data }),
        }
        yield { place, diagnostic }
      }
    },
  }
}
