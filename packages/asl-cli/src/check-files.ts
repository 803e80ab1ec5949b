import { relative } from 'node:path'
import { checkMachine, unreadableReport, type MachineOptions, type RegionIn } from './check-machine.js'
import type { FilesFound } from './files/find-files.js'
import { decoded, readText } from './files/read-text.js'
import type { Io } from './io.js'
import type { Found, FoundMachine, SourceFile, Unreadable } from './machines/found.js'
import { inspect } from './machines/inspect.js'
import type { FileReport, Report } from './report/report.js'
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
  private readonly found: (FoundMachine | Unreadable)[] = []
  private readonly notes: string[] = []
  private readonly options: MachineOptions
  private readonly io: Io

  constructor(options: MachineOptions, io: Io) {
    this.options = options
    this.io = io
  }

  async file(file: SourceFile, named: boolean): Promise<void> {
    const read = (path: string) => {
      const result = readText(path)
      return 'problem' in result ? result : { file: { name: shownPath(path, this.io.cwd), path, text: result.text } }
    }
    const found = await inspect(file, { cwd: this.io.cwd, read })
    for (const one of found) this.add(one)
    if (found.length === 0 && named && !this.options.allowEmpty) this.add(unreadable(file.name, noMachine, file))
    this.options.ignores?.sees(file.name)
  }

  add(found: Found): void {
    if (found.kind === 'out of sight') this.notes.push(`${found.file.name}: ${found.reason}`)
    else this.found.push(found)
  }

  result(): Checked {
    const files = new Map<string, { report: FileReport; region: RegionIn }>()
    const wanted = withoutRepeats(this.found)
    for (const one of wanted) {
      const { file } = one
      const key = file.path ?? file.name
      const entry = files.get(key) ?? {
        report: { file: file.name, text: file.text, machines: [] },
        region: regionIn(file.text),
      }
      files.set(key, entry)
      const { machines } = entry.report
      machines.push(one.kind === 'machine' ? checkMachine(one, entry.region, this.options) : unreadableReport(one))
    }
    const reports = [...files.values()].map(({ report }) => report)
    const findings = reports.flatMap(({ machines }) => machines.flatMap((machine) => machine.findings))
    const errors = findings.filter(({ severity }) => severity === 'ERROR').length
    return {
      report: { files: reports, errors, warnings: findings.length - errors },
      machines: wanted.filter(({ kind }) => kind === 'machine').length,
      broken: wanted.some(({ kind }) => kind === 'unreadable'),
      notes: this.notes,
    }
  }
}

/** A definition file that was named itself and by templates is wanted once, as the first template knows it. */
function withoutRepeats(found: readonly (FoundMachine | Unreadable)[]): (FoundMachine | Unreadable)[] {
  const first = new Map<string, FoundMachine | Unreadable>()
  const pathOf = ({ file, pointer }: FoundMachine | Unreadable): string | undefined =>
    pointer === '' ? file.path : undefined
  for (const one of found) {
    const path = pathOf(one)
    if (path === undefined || first.has(path)) continue
    if (one.kind === 'unreadable' || one.referenced) first.set(path, one)
  }
  return found.filter((one) => {
    const known = first.get(pathOf(one) ?? '')
    return known === undefined || known === one
  })
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
