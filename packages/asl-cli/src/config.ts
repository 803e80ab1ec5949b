import { pointer } from 'asl-builder/diagnostics'
import { expectOneOf, UsageError } from './command.js'
import { expectRule } from './rules.js'
import { readText } from './files/read-text.js'
import { readJson, SyntaxProblem } from './source/json-source.js'
import { locate, valueOf, type SourceNode } from './source/source-node.js'
import { fileText, regionIn, type Region } from './source/source-text.js'

/** What a finding may count as. */
export const levels = ['off', 'warning', 'error'] as const
export type Level = (typeof levels)[number]

/** A finding that is known and accepted. */
export interface Ignore {
  /** A glob, from the folder that `asl check` runs in. Default: every file. */
  file?: string
  /** The state's name. Default: every state. */
  state?: string
  /** The rule's name or its code. Default: every rule. */
  rule?: string
  /** Why; for whoever reads the configuration next. */
  reason: string
}

/** What `--config FILE` says. */
export interface Config {
  type?: 'STANDARD' | 'EXPRESS'
  rules: Record<string, Level>
  ignore: { rule: Ignore; region: Region }[]
  /** The file itself, for what is wrong with it later on. */
  text: string
}

/**
 * Reads a configuration; `asl-check.schema.json` is its JSON schema.
 *
 * @throws {UsageError} With line and column, for anything that is not as the schema says.
 */
export function readConfig(path: string, shown: string, knownRules: ReadonlySet<string>): Config {
  const read = readText(path)
  if ('problem' in read) throw new UsageError(`${shown}: ${read.problem}`)
  const region = regionIn(read.text)
  let root: SourceNode
  try {
    root = readJson(fileText(read.text))
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    const { line, column } = region(error.start, error.end)
    throw new UsageError(`${shown}:${line}:${column}: ${error.message}`)
  }
  const at = (location: string): Region => {
    const { start, end } = locate(root, location)
    return region(start, end)
  }
  const fail = (location: string, message: string): never => {
    const { line, column } = at(location)
    throw new UsageError(`${shown}:${line}:${column}: ${message}`)
  }
  return new ConfigReader(fail, at, knownRules).read(valueOf(root), read.text)
}

class ConfigReader {
  private readonly fail: (location: string, message: string) => never
  private readonly at: (location: string) => Region
  private readonly knownRules: ReadonlySet<string>

  constructor(
    fail: (location: string, message: string) => never,
    at: (location: string) => Region,
    knownRules: ReadonlySet<string>,
  ) {
    this.fail = fail
    this.at = at
    this.knownRules = knownRules
  }

  read(value: unknown, text: string): Config {
    const config = this.object(value, '', ['$schema', 'type', 'rules', 'ignore'])
    const type = config['type']
    if (type !== undefined) this.oneOf('/type', '"type"', type, ['STANDARD', 'EXPRESS'])
    const rules = this.object(config['rules'] ?? {}, '/rules')
    for (const [name, level] of Object.entries(rules)) {
      const place = pointer('/rules', name)
      this.rule(place, name)
      this.oneOf(place, `The level of ${name}`, level, levels)
    }
    const ignore = config['ignore'] ?? []
    if (!Array.isArray(ignore)) this.fail('/ignore', '"ignore" is a list.')
    return {
      ...(type !== undefined && { type: type as 'STANDARD' | 'EXPRESS' }),
      rules: rules as Record<string, Level>,
      ignore: (ignore as unknown[]).map((one, index) => ({
        rule: this.ignored(one, `/ignore/${index}`),
        region: this.at(`/ignore/${index}`),
      })),
      text,
    }
  }

  private ignored(value: unknown, place: string): Ignore {
    const ignore = this.object(value, place, ['file', 'state', 'rule', 'reason'])
    for (const [key, text] of Object.entries(ignore)) {
      if (typeof text !== 'string' || text.trim() === '') this.fail(`${place}/${key}`, `"${key}" is a text.`)
    }
    if (ignore['reason'] === undefined) this.fail(place, 'An ignore needs a "reason": why is this finding accepted?')
    if (Object.keys(ignore).length === 1)
      this.fail(place, 'This ignores everything: name a "file", a "state" or a "rule".')
    if (ignore['rule'] !== undefined) this.rule(`${place}/rule`, ignore['rule'] as string)
    return ignore as unknown as Ignore
  }

  private object(value: unknown, place: string, keys?: readonly string[]): Record<string, unknown> {
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return this.fail(place, `${place === '' ? 'A configuration' : `"${place.slice(1)}"`} is a JSON object.`)
    }
    for (const key of keys ? Object.keys(value) : []) {
      if (!keys!.includes(key)) this.usage(pointer(place, key), () => expectOneOf('A key here', key, keys!))
    }
    return value as Record<string, unknown>
  }

  private oneOf(place: string, what: string, value: unknown, choices: readonly string[]): void {
    this.usage(place, () => expectOneOf(what, String(value), choices))
  }

  private rule(place: string, name: string): void {
    this.usage(place, () => expectRule(name, this.knownRules))
  }

  private usage(place: string, expectation: () => void): void {
    try {
      expectation()
    } catch (error) {
      this.fail(place, (error as Error).message)
    }
  }
}
