import { relative } from 'node:path'
import { checkMachine, unreadableReport, type MachineOptions, type RegionIn } from './check-machine.js'
import type { FilesFound } from './files/find-files.js'
import { decoded, readText } from './files/read-text.js'
import type { Io } from './io.js'
import type { Found, SourceFile, Unreadable } from './machines/found.js'
import { inspect } from './machines/inspect.js'
import type { FileReport, MachineReport, Report } from './report/report.js'
import { regionIn } from './source/source-text.js'

/** What a run over files gave. */
export interface Checked {
  report: Report
  /** Definitions that were checked. */
  machines: number
  /** Something could not be read, parsed or matched. */
  broken: boolean
  /** Machines that cannot be seen from here, each with the reason. */
  notes: string[]
}

/** Checks every definition in the files that were asked for. */
export async function checkFiles(found: FilesFound, options: MachineOptions, io: Io): Promise<Checked> {
  const run = new Run(options, io)
  for (const { argument, reason } of found.unmatched) run.add(unreadable(argument, reason))
  for (const { path, named } of found.files) {
    const file = await open(path, io)
    if ('kind' in file) run.add(file)
    else await run.file(file, named)
    // Ctrl-C is heard between two files.
    await new Promise((resume) => setImmediate(resume))
  }
  return run.result()
}

class Run {
  private readonly files = new Map<string, { report: FileReport; region: RegionIn; pointers: Set<string> }>()
  private readonly options: MachineOptions
  private readonly io: Io
  private machines = 0
  private broken = false
  private readonly notes: string[] = []

  constructor(options: MachineOptions, io: Io) {
    this.options = options
    this.io = io
  }

  async file(file: SourceFile, named: boolean): Promise<void> {
    const read = (path: string) => {
      const result = readText(path)
      const name = shownPath(path, this.io.cwd)
      return 'problem' in result ? result : { file: { name, path, text: result.text } }
    }
    const found = await inspect(file, { cwd: this.io.cwd, read })
    for (const one of found) this.add(one)
    if (found.length === 0 && named) this.add(unreadable(file.name, noMachine, file))
    this.options.ignores?.sees(file.name)
  }

  add(found: Found): void {
    if (found.kind === 'out of sight') {
      this.notes.push(`${found.file.name}: ${found.reason}`)
      return
    }
    const { file, pointer } = found
    let entry = this.files.get(file.path ?? file.name)
    if (!entry) {
      const report: FileReport = { file: file.name, text: file.text, machines: [] }
      entry = { report, region: regionIn(file.text), pointers: new Set() }
      this.files.set(file.path ?? file.name, entry)
    }
    const isDocument = found.kind === 'machine' && pointer === ''
    // A definition may be named on the command line and by a template; the first says what it is.
    if (isDocument && entry.pointers.has('') && !entry.report.machines.some((machine) => machine.pointer !== '')) return
    entry.pointers.add(pointer)
    const { machines } = entry.report
    machines.push(found.kind === 'machine' ? checkMachine(found, entry.region, this.options) : unreadableReport(found))
    if (found.kind === 'machine') this.machines++
    else this.broken = true
  }

  result(): Checked {
    const files = [...this.files.values()].map(({ report }) => report)
    const all: MachineReport[] = files.flatMap(({ machines }) => machines)
    const count = (severity: string): number =>
      all.reduce((sum, { findings }) => sum + findings.filter((finding) => finding.severity === severity).length, 0)
    const report = { files, errors: count('ERROR'), warnings: count('WARNING') }
    return { report, machines: this.machines, broken: this.broken, notes: this.notes }
  }
}

const noMachine =
  'There is no state machine in this file: neither "StartAt" and "States", nor a template or module with one.'

async function open(path: string, io: Io): Promise<SourceFile | Unreadable> {
  const result = path === '-' ? decoded(await io.stdin()) : readText(path)
  const name = path === '-' ? '<stdin>' : shownPath(path, io.cwd)
  if ('problem' in result) return unreadable(name, result.problem)
  return { name, ...(path !== '-' && { path }), text: result.text }
}

function unreadable(name: string, message: string, file: SourceFile = { name, text: '' }): Unreadable {
  return { kind: 'unreadable', file, pointer: '', code: 'UNREADABLE', message, span: { start: 0, end: 0 } }
}

/** A path as it is shown: relative to the working directory, with forward slashes. */
function shownPath(path: string, cwd: string): string {
  return relative(cwd, path).replaceAll('\\', '/') || path
}
