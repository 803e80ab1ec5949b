import { spawn } from 'node:child_process'
import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { extname, join, resolve } from 'node:path'
import type { ExecutionHistory, PictureOptions } from 'asl-graph'
import { limits } from 'asl-builder/limits'
import type { StateMachine } from 'asl-builder/scope'
import { command, UsageError } from './command.js'
import { readText } from './files/read-text.js'
import type { Io } from './io.js'
import { oneMachine } from './one-machine.js'

const formatNames = ['svg', 'html', 'mermaid', 'png'] as const
type Format = (typeof formatNames)[number]

const help = `asl graph: draw a definition, or what an execution of it did.

Usage: asl graph [flags] DEFINITION

DEFINITION is any file that asl check reads; FILE#NAME picks one where a file has several; - is standard input.
The picture goes to standard output. What is wrong with a definition is marked on it.

  --format svg|html|mermaid|png   default: by the name of --output, or svg
                            html: one page with zoom, search, and every step of an execution
                            png: needs the package @resvg/resvg-js beside asl
  --execution FILE          what an execution did: the output of "asl run --format json",
                            or of "aws stepfunctions get-execution-history"
  --output FILE             write the picture there
  --open                    show it: in the browser, or what opens such files

Exit codes: 0 drawn, 2 a wrong command line or anything unreadable.

Examples:
  asl graph etl.asl.json > etl.svg
  asl run etl.asl.json --format json > run.json; asl graph etl.asl.json --execution run.json --format html --open
`

/** `asl graph`: a definition in, a picture out. */
export const graph = command({
  help,
  options: {
    format: { type: 'string', choices: formatNames },
    execution: { type: 'string' },
    output: { type: 'string' },
    open: { type: 'boolean' },
  },
  async run({ values, positionals }, io) {
    const [argument, another] = positionals
    if (argument === undefined) throw new UsageError('Name the definition to draw.')
    if (another !== undefined) throw new UsageError(`Only one definition is drawn at a time, not "${another}" too.`)
    const format = values.format ?? formatOf(values.output)
    const machine = await oneMachine(argument, io)
    expectDrawable(machine.definition)
    const execution = values.execution === undefined ? undefined : readExecution(values.execution, io)
    const picture = await draw(machine.definition as StateMachine, format, { ...(execution && { execution }) })
    return deliver(picture, format, values, io)
  },
})

async function draw(machine: StateMachine, format: Format, options: PictureOptions): Promise<string | Uint8Array> {
  const { html, mermaid, png, svg } = await import('asl-graph')
  try {
    if (format === 'mermaid') return mermaid(machine)
    if (format === 'html') return await html(machine, options)
    const picture = await svg(machine, options)
    return format === 'png' ? await png(picture) : picture
  } catch (error) {
    const { name, message } = error as Error
    if (name === 'NotAHistory' || name === 'PngUnavailable') throw new UsageError(message)
    throw error
  }
}

function deliver(
  picture: string | Uint8Array,
  format: Format,
  values: { output?: string; open?: boolean },
  io: Io,
): number {
  const { output, open } = values
  if (output === undefined && !open) {
    if (typeof picture !== 'string') throw new UsageError('PNG is no text: say where to with --output FILE.')
    io.out(picture)
    return 0
  }
  const file = output === undefined ? temporaryFile(format) : resolve(io.cwd, output)
  try {
    writeFileSync(file, picture)
  } catch (error) {
    throw new UsageError(`"${output ?? file}" cannot be written: ${(error as Error).message}`)
  }
  if (open) show(file, io)
  return 0
}

const extensions: Readonly<Record<string, Format>> = {
  '.svg': 'svg',
  '.html': 'html',
  '.htm': 'html',
  '.mmd': 'mermaid',
  '.png': 'png',
}

/** The format of a file by its name. */
function formatOf(output: string | undefined): Format {
  const extension = output === undefined ? '.svg' : extname(output).toLowerCase()
  const format = extensions[extension]
  if (format) return format
  const known = Object.keys(extensions).join(', ')
  throw new UsageError(`"${output}" does not say its format: end its name in ${known}, or give --format.`)
}

/** @throws {UsageError} For a definition that AWS would not take by its size: laying it out would take hours. */
function expectDrawable(definition: unknown): void {
  const characters = JSON.stringify(definition).length
  if (characters > limits.definitionBytes)
    throw new UsageError(
      `The definition has ${characters.toLocaleString('en')} characters, and AWS takes ${limits.definitionBytes.toLocaleString('en')}: it is too large to draw.`,
    )
}

const temporaryFile = (format: Format): string =>
  join(mkdtempSync(join(tmpdir(), 'asl-')), `machine.${format === 'mermaid' ? 'mmd' : format}`)

/** Opens a file with the desktop's own program; where there is none, the file's name must do. */
function show(file: string, io: Io): void {
  io.err(`${file}\n`)
  const [program, ...args] =
    process.platform === 'darwin'
      ? ['open', file]
      : process.platform === 'win32'
        ? ['explorer.exe', file]
        : ['xdg-open', file]
  const child = spawn(program!, args, { detached: true, stdio: 'ignore' })
  child.on('error', () => io.err(`There is no "${program}" here to show it with.\n`))
  child.unref()
}

function readExecution(name: string, io: Io): ExecutionHistory {
  const result = readText(resolve(io.cwd, name))
  if ('problem' in result) throw new UsageError(`--execution ${name}: ${result.problem}`)
  try {
    return JSON.parse(result.text) as ExecutionHistory
  } catch (error) {
    throw new UsageError(`--execution ${name} is no JSON: ${(error as Error).message}`)
  }
}
