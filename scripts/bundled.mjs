// The commands that people wait for, each with all it imports in a few files: loading hundreds of modules took half their time.
import { createHash, randomUUID } from 'node:crypto'
import {
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { createRequire } from 'node:module'
import { join, relative } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
/** Milliseconds after which nobody runs an older bundle any more. */
const day = 86_400_000

/**
 * Bundles a script into .cache/scripts/NAME/HASH/, unless that is there already. The hash is that of every source that goes
 * into it, of the lock file and of this file, so that no stale bundle can answer.
 *
 * @returns {Promise<string>} The file to import.
 * @throws When a source does not compile; esbuild has told why.
 */
export async function bundled(name) {
  const folder = join(root, '.cache/scripts', name)
  const sources = sourcesOf(folder)
  const known = sources && join(folder, hashOf(sources))
  if (known && isThere(known)) return join(known, `${name}.js`)

  mkdirSync(folder, { recursive: true })
  const made = join(folder, `.${randomUUID()}`)
  const started = performance.timeOrigin + performance.now()
  const inputs = await build(name, made).catch((error) => {
    rmSync(made, { recursive: true, force: true })
    throw error
  })
  // The hash before the look at the times: what is saved after the hash was made is not in it.
  const bundle = join(folder, hashOf(inputs))
  // A source saved meanwhile may not be the one that was read: this bundle serves this run, and no other.
  if (!inputs.every((source) => statSync(join(root, source)).mtimeMs < started)) return join(made, `${name}.js`)
  try {
    renameSync(made, bundle)
  } catch (error) {
    rmSync(made, { recursive: true })
    if (!existsSync(bundle)) throw error // another process was first, with the same sources
  }
  writeFileSync(`${made}.json`, JSON.stringify(inputs))
  renameSync(`${made}.json`, join(folder, 'sources.json'))
  for (const old of readdirSync(folder).map((entry) => join(folder, entry))) {
    const age = Date.now() - (statSync(old, { throwIfNoEntry: false })?.mtimeMs ?? Infinity)
    if (age <= day || old === bundle) continue
    // Half removed it must not be found: a source may become again what it was.
    const gone = join(folder, `.${randomUUID()}`)
    try {
      renameSync(old, gone)
    } catch {
      continue // another process removes it
    }
    rmSync(gone, { recursive: true, force: true })
  }
  return join(bundle, `${name}.js`)
}

/** Whether there is this bundle; says to others that it is run: a process loads parts of it late, and an old one is removed. */
function isThere(bundle) {
  const now = new Date()
  try {
    utimesSync(bundle, now, now)
    return true
  } catch (error) {
    return error.code !== 'ENOENT' // a cache that cannot be written is not cleared either
  }
}

/** The sources of the last bundle, from the repository's root; undefined when there is none. */
function sourcesOf(folder) {
  try {
    return JSON.parse(readFileSync(join(folder, 'sources.json'), 'utf8'))
  } catch {
    return undefined
  }
}

function hashOf(sources) {
  const hash = createHash('sha256').update(`${process.platform} ${process.arch}`)
  for (const source of ['pnpm-lock.yaml', relative(root, fileURLToPath(import.meta.url)), ...sources]) {
    const file = join(root, source)
    hash.update(`\n${source}\n`).update(existsSync(file) ? readFileSync(file) : '')
  }
  return hash.digest('hex').slice(0, 16)
}

/** @returns The sources outside node_modules, which the lock file stands for. */
async function build(name, folder) {
  const script = join(root, 'scripts', `${name}.ts`)
  const { build } = createRequire(import.meta.url)('esbuild')
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [script],
    outdir: folder,
    bundle: true,
    splitting: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@asl/source'],
    external: ['@duckdb/*', '@resvg/*', 'esbuild'], // with binaries of their own
    metafile: true,
    write: false, // what it cannot write it calls a source that does not compile
    logLevel: 'warning',
    // A script finds the repository by where it lies itself, wherever its bundle lies.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(script).href) },
    // Dependencies written for CommonJS call require() for Node's own modules.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);",
    },
  })
  mkdirSync(folder)
  for (const { path, contents } of outputFiles) writeFileSync(path, contents)
  return Object.keys(metafile.inputs)
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}
