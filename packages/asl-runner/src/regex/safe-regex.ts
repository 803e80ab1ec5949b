import { linearMachine, type LinearMachine } from './linear-machine.js'
import { parseRegex } from './parse-regex.js'
import { riskOf } from './risk.js'

/** A backtracking engine may take about this many steps: some ten milliseconds. */
const mostSteps = 1e7
/** How long one search may take, in milliseconds. */
const longestSearch = 1000

/** Two ways to run an expression, and how dangerous the quick one is. */
interface Engines {
  readonly native: RegExp
  readonly risk: number
  readonly linear: LinearMachine | undefined
}

const known = new Map<string, Engines>()

function enginesOf(source: string, flags: string): Engines {
  const key = `${flags}/${source}`
  let engines = known.get(key)
  if (!engines) {
    const native = new RegExp(source, flags.includes('g') ? flags : `${flags}g`)
    const parsed = parseRegex(source, flags)
    const risk = parsed ? riskOf(parsed.node) : Number.POSITIVE_INFINITY
    engines = { native, risk, linear: parsed && linearMachine(parsed, flags.includes('m')) }
    if (known.size > 1000) known.clear()
    known.set(key, engines)
  }
  return engines
}

/** An expression would have run for too long, or might have. */
export class RegexTimeout extends RangeError {}

/** What was found: the match and its groups, and where it begins. */
export type Found = (string | undefined)[] & { index: number }

/**
 * A regular expression that cannot run for ever.
 *
 * Whatever is harmless by its shape and the text's length goes to the built-in engine. The rest goes to a machine whose time is linear in
 * the text; only lookaround and backreferences, which it lacks, are refused there.
 *
 * Has what JSONata asks of a `RegExp`: `exec` and `lastIndex`, always global.
 */
export class SafeRegExp {
  readonly source: string
  readonly flags: string
  lastIndex = 0

  constructor(source: string | RegExp, flags = '') {
    this.source = typeof source === 'string' ? source : source.source
    this.flags = typeof source === 'string' ? flags : source.flags
  }

  /**
   * @throws {@link RegexTimeout}
   * @throws `SyntaxError` for what is no regular expression.
   */
  exec(text: string): Found | null {
    const found = this.find(text)
    this.lastIndex = found ? found.index + found[0]!.length : 0
    return found
  }

  private find(text: string): Found | null {
    const { native, risk, linear } = enginesOf(this.source, this.flags)
    if (text.length ** risk <= mostSteps || text.length <= 1) {
      native.lastIndex = this.lastIndex
      return native.exec(text) as Found | null
    }
    if (!linear) throw new RegexTimeout(`The regular expression /${this.source}/ might run for ever on this text.`)
    let slots: readonly number[] | undefined
    try {
      slots = linear.run(text, this.lastIndex, performance.now() + longestSearch)
    } catch (error) {
      throw error instanceof RangeError ? new RegexTimeout(error.message) : error
    }
    if (!slots) return null
    const groups: (string | undefined)[] = []
    for (let index = 0; index < slots.length; index += 2) {
      groups.push(slots[index]! < 0 || slots[index + 1]! < 0 ? undefined : text.slice(slots[index], slots[index + 1]))
    }
    return Object.assign(groups, { index: slots[0]! })
  }
}

/** Whether an expression matches a whole text, as Java's `matches` does. */
export function matchesAll(source: string, flags: string): (text: string) => boolean {
  const regex = new SafeRegExp(`^(?:${source})$`, flags.replaceAll(/[^ims]/g, ''))
  return (text) => {
    regex.lastIndex = 0
    return regex.exec(text) !== null
  }
}
