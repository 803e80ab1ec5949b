import { mkdtempSync, mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { onTestFinished } from 'vitest'
import { main } from '../src/main.js'

/** A temporary folder with these files; it goes when the test ends. */
export function folderOf(files: Record<string, string | Uint8Array>): string {
  const folder = mkdtempSync(join(tmpdir(), 'asl-cli-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  for (const [name, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true })
    writeFileSync(join(folder, name), content)
  }
  return folder
}

/** What a command line did. */
export interface Ran {
  code: number
  out: string
  err: string
}

/** Runs `asl ARGS` in this process, in a folder. */
export async function asl(
  cwd: string,
  args: readonly string[],
  options: { env?: Record<string, string>; stdin?: string; colour?: boolean } = {},
): Promise<Ran> {
  const ran = { code: -1, out: '', err: '' }
  ran.code = await main(args, {
    cwd,
    env: options.env ?? {},
    out: (text) => void (ran.out += text),
    err: (text) => void (ran.err += text),
    colour: options.colour ?? false,
    colourErr: options.colour ?? false,
    watched: false,
    stdin: async () => Buffer.from(options.stdin ?? ''),
  })
  return ran
}

/** A finding of `--format json`. */
export interface JsonFinding {
  severity: string
  code: string
  message: string
  hint?: string
  location: string
  state?: string
  line: number
  column: number
  endLine: number
  endColumn: number
}

/** What `--format json` prints. */
export interface JsonReport {
  files: { file: string; machines: { pointer: string; valid: boolean; diagnostics: JsonFinding[] }[] }[]
  errors: number
  warnings: number
}

/** Runs `asl check --format json` on files and reads the report. */
export async function checkJson(
  files: Record<string, string | Uint8Array>,
  args: readonly string[],
): Promise<{ code: number; report: JsonReport; err: string }> {
  const { code, out, err } = await asl(folderOf(files), ['check', '--format', 'json', ...args])
  return { code, report: JSON.parse(out) as JsonReport, err }
}

/** The stretch of a text that a finding points at. */
export function pointedAt(text: string, { line, column, endLine, endColumn }: JsonFinding): string {
  const lines = text.split('\n')
  const offset = (row: number, at: number) =>
    lines.slice(0, row - 1).reduce((sum, each) => sum + each.length + 1, 0) + at - 1
  return text.slice(offset(line, column), offset(endLine, endColumn))
}
