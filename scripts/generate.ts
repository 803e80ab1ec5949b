// Writes generated/: `pnpm generate [--env NAME] [--check] [--out DIR]`.
import { statSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join, relative, resolve } from 'node:path'
import { DefinitionError } from 'asl-builder'
import { svg } from 'asl-graph'
import { artefacts, costs, environmentNames, isExecutable, readText, unifiedDiff, writeFiles } from 'generator'
import { lambdaFiles } from 'mysql-connector/lambda-files'
import { etl, extractionsAt } from 'pipeline-def'
import { CommandLineError, flagsIn, hint } from './command-line.js'
import { root } from './tool.js'

const help = `pnpm generate [--env NAME] [--check] [--out DIR]

Writes the pipeline's templates, state machine and documents.

  --env NAME   one of ${environmentNames.join(', ')}: its parameter file alone, and its values as the templates' defaults
  --check      write nothing; print the difference and exit with 1 when a file is not what would be written
  --out DIR    the folder to write to; default: generated/
`
const flags = {
  env: { type: 'string' },
  check: { type: 'boolean' },
  out: { type: 'string' },
  help: { type: 'boolean' },
} as const

process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error // whoever read has seen enough; the exit code stays what was found
})
const { env, check, out, help: asksForHelp } = readFlags()
if (asksForHelp) {
  process.stdout.write(help)
  process.exit()
}
const folder = resolve(out ?? join(root, 'generated'))
const shown = relative(process.cwd(), folder) || '.'
const files = await generated()
process.exitCode = check ? await compare() : await write()

function readFlags() {
  try {
    const values = flagsIn(process.argv.slice(2), flags)
    if (values.out === '') throw new CommandLineError('--out needs the name of a folder.')
    const env = environmentNames.find((name) => name === values.env)
    if (values.env === undefined || env) return { ...values, env }
    throw new CommandLineError(`There is no environment "${values.env}".${hint(values.env, environmentNames)}`)
  } catch (error) {
    if (!(error instanceof CommandLineError)) throw error
    console.error(error.message)
    process.exit(2)
  }
}

async function generated() {
  try {
    const lambda = lambdaFiles({ prefixes: extractionsAt('s3://bucket/data/').tables.map(({ prefix }) => prefix) })
    return [
      ...artefacts(env ? { env } : {}),
      { path: 'etl.svg', text: await svg(etl) },
      ...lambda.map(({ path, text }) => ({ path: `lambda/${path}`, text, executable: path.endsWith('.sh') })),
    ]
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    console.error(error.message)
    process.exit(1)
  }
}

async function compare(): Promise<number> {
  const stale: string[] = []
  for (const { path, text, executable } of files) {
    const difference = unifiedDiff(`${shown}/${path}`, (await readText(join(folder, path))) ?? '', text)
    process.stdout.write(difference)
    const lacksMode = executable && !difference && !(await isExecutable(join(folder, path)))
    if (lacksMode) console.log(`${shown}/${path} is a program, but cannot be executed.`)
    if (difference || lacksMode) stale.push(path)
  }
  for (const path of await strangers()) {
    stale.push(path)
    console.log(`${shown}/${path} is not generated any more: remove it.`)
  }
  if (stale.length === 0) console.error(`${shown}: ${files.length} files are up to date.`)
  else console.error(`${shown}: ${stale.length} of ${files.length} files are stale. Run pnpm generate.`)
  return stale.length > 0 ? 1 : 0
}

/** Files of the repository's own folder that nothing writes. Another folder may hold what it likes. */
async function strangers(): Promise<string[]> {
  if (out !== undefined || env !== undefined) return []
  const entries = await readdir(folder, { recursive: true, withFileTypes: true }).catch(() => [])
  const present = entries.filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name))
  const known = new Set(files.map(({ path }) => join(folder, path)))
  return present.filter((path) => !known.has(path)).map((path) => relative(folder, path))
}

async function write(): Promise<number> {
  try {
    const changed = new Set(await writeFiles(folder, files))
    const width = Math.max(...files.map(({ path }) => path.length))
    for (const { path } of files) {
      const bytes = String(statSync(join(folder, path)).size).padStart(6)
      console.log(`${shown}/${path.padEnd(width)}  ${bytes} bytes${changed.has(path) ? '' : '  unchanged'}`)
    }
    for (const line of costs(etl)) console.log(line)
    return 0
  } catch (error) {
    const { code, message } = error as NodeJS.ErrnoException
    if (code === undefined) throw error
    console.error(`Cannot write to ${shown}: ${message}`)
    return 1
  }
}
