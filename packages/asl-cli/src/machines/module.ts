import { spawn } from 'node:child_process'
import { createRequire } from 'node:module'
import { dirname } from 'node:path'
import { pathToFileURL } from 'node:url'
import { pointer, tokensOf } from 'asl-builder/diagnostics'
import type { Span } from '../source/source-node.js'
import type { Found, SourceFile } from './found.js'

/** Seconds a module may take to load before it is given up. */
const patience = 60

/**
 * The state machines that a TypeScript or JavaScript module exports, directly or in an exported object or array.
 *
 * The module runs in a process of its own, TypeScript through `tsx` where the module's project has it. Its positions are the
 * best that the text can tell: the first place that names the state.
 */
export async function machinesOfModule(file: SourceFile, path: string, cwd: string): Promise<Found[]> {
  const loaded = await load(path, cwd)
  if ('failure' in loaded) return [unloadable(file, path, loaded.failure)]
  if (loaded.machines.length === 0 && loaded.unbuilt.length > 0) return [notBuilt(file, loaded.unbuilt)]
  return loaded.machines.map(({ at, definition }) => {
    const machinePointer = pointer('', ...at)
    return {
      kind: 'machine',
      file,
      pointer: machinePointer,
      definition,
      locate: (location) => placeInModule(file.text, at, location),
    }
  })
}

interface Failure {
  message: string
  stack?: string
  hint?: string
}

/** `unbuilt`: exports that only become a machine when they are built. */
type Loaded = { machines: { at: string[]; definition: unknown }[]; unbuilt: string[] } | { failure: Failure }

/** What the child runs: it sends the machines among the module's exports, and nothing that JSON cannot say. */
const child = `
import { pathToFileURL } from 'node:url'
const send = (message) => new Promise((sent) => process.send(message, sent))
process.on('disconnect', () => process.exit()) // nobody waits any more: asl was stopped
const seen = new Set()
const machines = []
const unbuilt = []
const isMachine = (value) =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, 'StartAt') && Object.hasOwn(value, 'States')
const collect = async (value, at, depth) => {
  value = await value
  if (typeof value !== 'object' || value === null || seen.has(value)) return
  seen.add(value)
  const built = isMachine(value.definition) ? value.definition : value
  if (built !== value && seen.has(built)) return
  seen.add(built)
  if (!isMachine(built) && at.length === 1 && typeof value.build === 'function') unbuilt.push(at[0])
  else if (isMachine(built)) machines.push({ at, source: built, definition: JSON.parse(JSON.stringify(built)) })
  else if (at.length < depth) for (const key of Object.keys(value)) await collect(value[key], [...at, key], depth)
}
try {
  const module = await import(pathToFileURL(process.argv[1]).href)
  // CommonJS, compiled or written: what it exports may stand under \`default\` only.
  const exported = module.default?.__esModule ? module.default : module
  const names = Object.keys(exported).filter((name) => name !== 'module.exports')
  // A machine that is exported by a name of its own goes by that.
  names.sort((a, b) => (a === 'default') - (b === 'default'))
  for (const name of names) await collect(exported[name], [name], 1)
  seen.clear()
  for (const { source } of machines) seen.add(source)
  for (const name of names) await collect(exported[name], [name], 2)
  await send({ machines: machines.map(({ at, definition }) => ({ at, definition })), unbuilt: [...new Set(unbuilt)] })
} catch (error) {
  const { message, stack } = error instanceof Error ? error : { message: String(error) }
  await send({ failure: { message, stack } })
}
process.exit()
`

function load(path: string, cwd: string): Promise<Loaded> {
  const isTypeScript = /\.[cm]?tsx?$/.test(path)
  const tsx = isTypeScript ? tsxFor(path, cwd) : undefined
  const flags = tsx && !process.execArgv.includes(tsx) ? ['--import', tsx] : []
  const process_ = spawn(process.execPath, [...nodeFlags(), ...flags, '--input-type=module', '-e', child, '--', path], {
    cwd,
    stdio: ['ignore', 'pipe', 'pipe', 'ipc'],
    timeout: patience * 1000,
    killSignal: 'SIGKILL',
  })
  // What the module prints is not ours to mix into a report.
  let printed = ''
  process_.stdout!.resume()
  process_.stderr!.setEncoding('utf8').on('data', (text: string) => (printed = (printed + text).slice(-4_000)))
  return new Promise((resolve) => {
    let answer: Loaded | undefined
    process_.on('message', (message: Loaded) => (answer = message))
    process_.on('error', (error) => resolve({ failure: { message: error.message } }))
    process_.on('close', (code, signal) =>
      resolve(answer ? withHint(answer, isTypeScript && !tsx) : ended(code, signal, printed)),
    )
  })
}

function ended(code: number | null, signal: string | null, printed: string): Loaded {
  if (signal === 'SIGKILL') return { failure: { message: `The module had not loaded after ${patience} seconds.` } }
  const said = printed.trim().split('\n').slice(-3).join(' ')
  return {
    failure: { message: `The module ended its process (${signal ?? `exit code ${code}`})${said ? `: ${said}` : '.'}` },
  }
}

function withHint(loaded: Loaded, withoutTsx: boolean): Loaded {
  if (!('failure' in loaded) || !withoutTsx || !/unknown file extension|Unexpected|strip/i.test(loaded.failure.message))
    return loaded
  return {
    failure: {
      ...loaded.failure,
      hint: 'Install tsx beside it: this version of Node does not read TypeScript on its own.',
    },
  }
}

/** Flags that this process runs with and that decide how modules resolve; the rest (a debugger's, say) is its own. */
function nodeFlags(): string[] {
  const flags = [...process.execArgv]
  return flags.flatMap((flag, index) => {
    if (/^(?:--conditions|-C|--import|--loader|--require|-r)$/.test(flag)) return [flag, flags[index + 1] ?? '']
    return /^--(?:conditions|import|loader|require|experimental-)/.test(flag) ? [flag] : []
  })
}

function tsxFor(path: string, cwd: string): string | undefined {
  for (const from of [path, `${cwd}/-`, import.meta.url]) {
    try {
      return pathToFileURL(createRequire(from).resolve('tsx')).href
    } catch {
      continue // not there; perhaps in the next place
    }
  }
  return undefined
}

function unloadable(file: SourceFile, path: string, { message, stack, hint }: Failure): Found {
  const at = stack?.split('\n').find((line) => line.includes(path) || line.includes(pathToFileURL(path).href))
  const [, line, column] = /:(\d+):(\d+)\)?$/.exec(at ?? '') ?? []
  const start = line ? offsetOf(file.text, Number(line), Number(column)) : 0
  const text = message.split(dirname(path)).join('.')
  return {
    kind: 'unreadable',
    file,
    pointer: '',
    code: 'UNREADABLE',
    message: `The module could not be loaded: ${text}`,
    ...(hint && { hint }),
    span: { start, end: start },
  }
}

function notBuilt(file: SourceFile, names: readonly string[]): Found {
  const start = placeInModule(file.text, names, '').start
  return {
    kind: 'unreadable',
    file,
    pointer: '',
    code: 'UNREADABLE',
    message: `There is no state machine in this file: ${names.map((name) => JSON.stringify(name)).join(', ')} is not built.`,
    hint: 'End the flow with .build().',
    span: { start, end: start },
  }
}

function offsetOf(text: string, line: number, column: number): number {
  const before = text.split('\n').slice(0, line - 1)
  return before.length >= line - 1 ? before.join('\n').length + (line > 1 ? 1 : 0) + column - 1 : 0
}

/** The first place after the export that names the innermost state of `location`, else the export's own name. */
function placeInModule(text: string, at: readonly string[], location: string): Span {
  const [exported = ''] = at
  const from =
    exported === 'default' ? text.search(/\bexport\s+default\b/) : text.search(new RegExp(`\\b${escaped(exported)}\\b`))
  const start = Math.max(from, 0)
  const tokens = tokensOf(location)
  const state = tokens[tokens.lastIndexOf('States') + 1]
  if (tokens.includes('States') && state !== undefined) {
    const name = new RegExp(`(['"\`])${escaped(state)}\\1|(?<![\\w$])${escaped(state)}(?=\\s*:)`)
    const after = text.slice(start).search(name)
    const found = after >= 0 ? start + after : text.search(name)
    if (found >= 0) return { start: found, end: found + name.exec(text.slice(found))![0].length }
  }
  return { start, end: start + (from >= 0 && exported !== 'default' ? exported.length : 0) }
}

function escaped(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, '\\$&')
}
