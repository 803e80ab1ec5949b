import type { Region } from '../source/source-text.js'

/** A diagnostic with its place in the file the user wrote. */
export interface Finding extends Region {
  severity: 'ERROR' | 'WARNING'
  code: string
  /** The rule's own name, where AWS's code stands for several. */
  rule?: string
  message: string
  hint?: string
  /** JSON Pointer into the definition. */
  location: string
  state?: string
}

/** What was found in one definition. */
export interface MachineReport {
  /** JSON Pointer of the definition in its file. */
  pointer: string
  /** Whether AWS would take it: there is no ERROR. */
  valid: boolean
  findings: Finding[]
}

/** What was found in one file. */
export interface FileReport {
  /** Relative to the working directory, with forward slashes. */
  file: string
  text: string
  machines: MachineReport[]
}

/** What a whole run found. */
export interface Report {
  files: FileReport[]
  errors: number
  warnings: number
}

/** What a format may depend on. */
export interface FormatOptions {
  colour: boolean
  env: Readonly<Record<string, string | undefined>>
  cwd: string
  /** Severities that fail the run. */
  failOn: 'error' | 'warning'
}

/** Writes a report in one format; ends with a line break. */
export type Format = (report: Report, options: FormatOptions) => string

/** Every finding with its file and definition. */
export function* findingsOf(report: Report): Generator<{ file: FileReport; machine: MachineReport; finding: Finding }> {
  for (const file of report.files) {
    for (const machine of file.machines) for (const finding of machine.findings) yield { file, machine, finding }
  }
}

/** Message and hint as one text, for formats that have one field. */
export function textOf({ message, hint }: Finding): string {
  return hint ? `${message}\n${hint}` : message
}
