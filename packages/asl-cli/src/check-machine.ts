import { check } from 'asl-builder/check'
import { tokensOf, type Diagnostic } from 'asl-builder/diagnostics'
import type { Level } from './config.js'
import type { Ignores } from './ignores.js'
import type { FoundMachine, MachineType, Unreadable } from './machines/found.js'
import type { Finding, MachineReport } from './report/report.js'
import type { Span } from './source/source-node.js'
import { regionIn, type Region } from './source/source-text.js'

/** How definitions are checked. */
export interface MachineOptions {
  /** For machines of which the file does not say it. */
  type?: MachineType | undefined
  /** By rule name or code. */
  rules: Readonly<Record<string, Level>>
  ignores?: Ignores | undefined
  /** Whether a named file may hold no machine. */
  allowEmpty?: boolean
}

/** Where things stand, in the text of one file; its line table is made once. */
export type RegionIn = (start: number, end: number) => Region

/** What is wrong with one definition, placed in its file. */
export function checkMachine(machine: FoundMachine, region: RegionIn, options: MachineOptions): MachineReport {
  const { type, rules, ignores } = options
  const machineType = machine.type ?? type
  const levels = Object.fromEntries(
    Object.entries(rules).map(([name, level]) => [name, level.toUpperCase() as Uppercase<Level>]),
  )
  const diagnostics = check(machine.definition, { ...(machineType && { type: machineType }), rules: levels })
  const found = [
    ...diagnostics.map((diagnostic) => placed(diagnostic, machine, region)),
    ...duplicatesIn(machine, region, rules[repeatedKey] ?? 'warning'),
  ]
  const findings = found.filter((finding) => !ignores?.covers(machine.file.name, finding))
  return { pointer: machine.pointer, valid: !findings.some(({ severity }) => severity === 'ERROR'), findings }
}

function placed(diagnostic: Diagnostic, machine: FoundMachine, region: RegionIn): Finding {
  const { severity, code, rule, message, hint, location, state, range, key } = diagnostic
  const meant = key ?? keyNamed(diagnostic)
  const { start, end }: Span =
    key === undefined && meant !== undefined && !range
      ? machine.locate(location.slice(0, location.lastIndexOf('/')), undefined, meant)
      : machine.locate(location, range, key)
  return {
    severity,
    code,
    rule,
    message,
    ...(hint !== undefined && { hint }),
    location,
    ...(state !== undefined && { state }),
    ...region(start, end),
  }
}

/** The last key of the location, when the finding's facts name it: then the key is wrong, not its value. */
function keyNamed({ location, data }: Diagnostic): string | undefined {
  const key = tokensOf(location.startsWith('/') ? location : '').at(-1)
  return key !== undefined && (data?.['name'] === key || data?.['parameter'] === key) ? key : undefined
}

/** What only a file's text shows: this package reads texts itself, and knows where in them each key stands. */
const repeatedKey = 'REPEATED_KEY'

function duplicatesIn(machine: FoundMachine, region: RegionIn, level: Level): Finding[] {
  if (level === 'off') return []
  return (machine.duplicates ?? []).map(({ key, span }) => ({
    severity: level === 'error' ? 'ERROR' : 'WARNING',
    code: repeatedKey,
    message: `The key "${key}" is written twice in one object: a parser keeps the last and drops the others.`,
    hint: 'Remove or rename one of them.',
    location: '',
    ...region(span.start, span.end),
  }))
}

/** What cannot be read or parsed, as a definition with one ERROR. */
export function unreadableReport({ pointer, code, message, hint, span, file }: Unreadable): MachineReport {
  const finding: Finding = {
    severity: 'ERROR',
    code,
    message,
    ...(hint !== undefined && { hint }),
    location: '',
    ...regionIn(file.text)(span.start, span.end),
  }
  return { pointer, valid: false, findings: [finding] }
}
