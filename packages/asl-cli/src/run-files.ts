import type { MockConfig, RunnerOptions, Tasks } from 'asl-runner'
import { createRequire } from 'node:module'
import { extname, resolve } from 'node:path'
import { pathToFileURL } from 'node:url'
import { UsageError } from './command.js'
import { decoded, readText } from './files/read-text.js'
import type { Io } from './io.js'
import { readJson, SyntaxProblem } from './source/json-source.js'
import { valueOf } from './source/source-node.js'
import { fileText, regionIn } from './source/source-text.js'

/** The JSON of `--input`: as text, in a file, or on standard input. */
export async function readInput(given: string | undefined, io: Io): Promise<unknown> {
  if (given === undefined) return undefined
  if (given === '-') {
    const result = decoded(await io.stdin())
    if ('problem' in result) throw new UsageError(`<stdin>: ${result.problem}`)
    return parsed('<stdin>', result.text)
  }
  if (/^\s*(?:[{["\d-]|true\b|false\b|null\b)/.test(given) && 'problem' in readText(resolve(io.cwd, given))) {
    return parsed('--input', given)
  }
  return jsonFile(given, io)
}

function jsonFile(path: string, io: Io): unknown {
  const result = readText(resolve(io.cwd, path))
  if ('problem' in result) throw new UsageError(`${path}: ${result.problem}`)
  return parsed(path, result.text)
}

function parsed(name: string, text: string): unknown {
  try {
    return valueOf(readJson(fileText(text)))
  } catch (error) {
    if (!(error instanceof SyntaxProblem)) throw error
    const { line, column } = regionIn(text)(error.start, error.end)
    throw new UsageError(`${name}:${line}:${column}: ${error.message}`)
  }
}

/** What a run may be given by files. */
type Given = Pick<RunnerOptions, 'tasks' | 'functions' | 's3' | 'machines'>
const parts = ['tasks', 'functions', 's3', 'machines'] as const

/**
 * The options of a run that files give: a tasks file, and a test case of AWS's MockConfigFile, whose states win.
 *
 * A tasks file is the tasks themselves, or has them under `tasks` beside `functions`, `s3` and `machines`; a module exports
 * the same (as `default`, or each by its name).
 */
export async function readTasks(
  files: { tasks: string | undefined; mock: string | undefined },
  io: Io,
): Promise<Given> {
  const given = files.tasks === undefined ? {} : partsOf(await valueIn(files.tasks, io), files.tasks)
  if (files.mock === undefined) return given
  return { ...given, tasks: { ...given.tasks, ...(await mocked(files.mock, io)) } }
}

async function mocked(argument: string, io: Io): Promise<Tasks> {
  const at = argument.lastIndexOf('#')
  if (at <= 0) throw new UsageError(`--mock takes FILE#TESTCASE, not "${argument}".`)
  const config = jsonFile(argument.slice(0, at), io) as MockConfig
  const names = argument.slice(at + 1)
  const slash = names.indexOf('/')
  const { mockTasks } = await import('asl-runner')
  try {
    return slash < 0 ? mockTasks(config, names) : mockTasks(config, names.slice(slash + 1), names.slice(0, slash))
  } catch (error) {
    throw new UsageError(`${argument.slice(0, at)}: ${(error as Error).message}`)
  }
}

function partsOf(value: unknown, path: string): Given {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    throw new UsageError(`${path} holds no tasks: an object by state or by resource was expected.`)
  }
  const isParted =
    Object.keys(value).length > 0 && Object.keys(value).every((key) => (parts as readonly string[]).includes(key))
  return isParted ? (value as Given) : { tasks: value as Tasks }
}

async function valueIn(path: string, io: Io): Promise<unknown> {
  if (!/^\.[cm]?[jt]sx?$/.test(extname(path))) return jsonFile(path, io)
  const file = resolve(io.cwd, path)
  try {
    const module = await importModule(file)
    const exported = (module['default'] as { __esModule?: true } | undefined)?.__esModule
      ? (module['default'] as Record<string, unknown>)
      : module
    const named = Object.fromEntries(parts.flatMap((part) => (part in exported ? [[part, exported[part]]] : [])))
    return Object.keys(named).length > 0 ? named : await (exported['default'] ?? {})
  } catch (error) {
    throw new UsageError(`${path} could not be loaded: ${error instanceof Error ? error.message : String(error)}`)
  }
}

/** Loads a module into this process, since its functions are to be called; TypeScript through tsx where it is found. */
async function importModule(file: string): Promise<Record<string, unknown>> {
  const url = pathToFileURL(file).href
  if (/\.[cm]?tsx?$/.test(file)) {
    for (const from of [file, import.meta.url]) {
      let api: string
      try {
        api = createRequire(from).resolve('tsx/esm/api')
      } catch {
        continue // not there; perhaps in the next place, or Node reads TypeScript on its own
      }
      const { tsImport } = (await import(pathToFileURL(api).href)) as {
        tsImport(url: string, from: string): Promise<Record<string, unknown>>
      }
      return tsImport(url, pathToFileURL(file).href)
    }
  }
  return (await import(url)) as Record<string, unknown>
}
