import { resolve } from 'node:path'
import { UsageError } from './command.js'
import { decoded, readText } from './files/read-text.js'
import type { Io } from './io.js'
import type { FoundMachine, SourceFile } from './machines/found.js'
import { inspect } from './machines/inspect.js'
import { regionIn } from './source/source-text.js'

/**
 * The one state machine that an argument names: `machine.asl.json`, `-`, or `template.yaml#MyStateMachine` where a file has
 * several (a part of its JSON Pointer that only it has: the resource's name, the export's).
 *
 * @throws {UsageError} When there is none, more than one, or none that can be read.
 */
export async function oneMachine(argument: string, io: Io): Promise<FoundMachine> {
  const { path, name } = splitName(argument, io)
  const file = path === '-' ? await standardInput(io) : fileAt(path, io)
  const read = (at: string) => {
    const result = readText(at)
    return 'problem' in result ? result : { file: { name: at, path: at, text: result.text } }
  }
  const found = await inspect(file, { cwd: io.cwd, read })
  const machines = found.filter((one) => one.kind === 'machine')
  const wanted = name === undefined ? machines : machines.filter(({ pointer }) => goesBy(pointer, name))
  if (wanted.length === 1) return wanted[0]!
  const broken = found.find((one) => one.kind === 'unreadable')
  if (broken) {
    const { line, column } = regionIn(broken.file.text)(broken.span.start, broken.span.end)
    throw new UsageError(
      `${broken.file.name}:${line}:${column}: ${broken.message}${broken.hint ? ` ${broken.hint}` : ''}`,
    )
  }
  const hidden = found.find((one) => one.kind === 'out of sight')
  if (machines.length === 0) throw new UsageError(hidden?.reason ?? `There is no state machine in ${argument}.`)
  const names = machines.map(({ pointer }) => `${path}#${pointer}`).join('\n  ')
  const problem =
    wanted.length === 0 ? `No state machine in ${path} goes by "${name}"` : `${argument} has several state machines`
  throw new UsageError(`${problem}. There are:\n  ${names}`)
}

function goesBy(pointer: string, name: string): boolean {
  return pointer === name || pointer.split('/').includes(name)
}

function splitName(argument: string, io: Io): { path: string; name?: string } {
  const at = argument.lastIndexOf('#')
  if (at <= 0 || 'text' in readText(resolve(io.cwd, argument))) return { path: argument }
  return { path: argument.slice(0, at), name: argument.slice(at + 1) }
}

async function standardInput(io: Io): Promise<SourceFile> {
  const result = decoded(await io.stdin())
  if ('problem' in result) throw new UsageError(`<stdin>: ${result.problem}`)
  return { name: '<stdin>', text: result.text }
}

function fileAt(argument: string, io: Io): SourceFile {
  const path = resolve(io.cwd, argument)
  const result = readText(path)
  if ('problem' in result) throw new UsageError(`${argument}: ${result.problem}`)
  return { name: argument, path, text: result.text }
}
