// The commands that people wait for, each with all it imports in a few files: loading hundreds of modules took half their time.
import { createHash, randomUUID } from 'node:crypto'
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
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
  if (known && existsSync(known)) return join(known, `${name}.js`)

  mkdirSync(folder, { recursive: true })
  const made = join(folder, `.${randomUUID()}`)
  const started = performance.timeOrigin + performance.now()
  const inputs = await build(name, made)
  // A source saved meanwhile may not be the one that was read: this bundle serves this run, and no other.
  if (!inputs.every((source) => statSync(join(root, source)).mtimeMs < started)) return join(made, `${name}.js`)
  const bundle = join(folder, hashOf(inputs))
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
    if (age > day && old !== bundle) rmSync(old, { recursive: true, force: true })
  }
  return join(bundle, `${name}.js`)
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
  const { metafile } = await build({
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
    logLevel: 'warning',
    // A script finds the repository by where it lies itself, wherever its bundle lies.
    define: { 'import.meta.url': JSON.stringify(pathToFileURL(script).href) },
    // Dependencies written for CommonJS call require() for Node's own modules.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);",
    },
  })
  return Object.keys(metafile.inputs)
    .filter((path) => !path.includes('node_modules/'))
    .sort()
}
