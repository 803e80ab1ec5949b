// Runs scripts/NAME.ts from the sources, after setting up what a fresh clone lacks. Needs Node and npm, nothing else.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync, readFileSync } from 'node:fs'
import { constants } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath, pathToFileURL } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))

/** The one pnpm this repository installs with; a `packageManager` field would break installs (docs/decisions/workspace.md). */
const pnpmVersion = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).config.pnpm

const [name, ...args] = process.argv.slice(2)
const script = join(root, 'scripts', `${name}.ts`)

/** What people run to use the product; everything else is for working on it. */
const commands = new Set(['aws-start', 'aws-status', 'connector', 'deploy-aws', 'etl', 'generate'])

if (!/^[a-z0-9:-]+$/.test(name ?? '') || !existsSync(script)) {
  console.error(`There is no script "${name ?? ''}" in scripts/.`)
  process.exit(2)
}
if (!isInstalled()) install()
await import('./jsonata-engine.mjs') // an install runs it too, but for one that finds nothing to do
if (commands.has(name)) await runHere()
else runFromSources()

function isInstalled() {
  const installed = join(root, 'node_modules', '.pnpm', 'lock.yaml')
  return existsSync(installed) && readFileSync(installed).equals(readFileSync(join(root, 'pnpm-lock.yaml')))
}

function install() {
  console.error('Installing dependencies from pnpm-lock.yaml ...')
  const shell = process.platform === 'win32' // npm and pnpm are .cmd files there; the arguments are constants
  const options = { cwd: root, shell, stdio: ['ignore', 2, 2] }
  const found = spawnSync('pnpm', ['--version'], { cwd: root, shell, encoding: 'utf8' })
  const command = ['install', '--frozen-lockfile', '--config.confirm-modules-purge=false']
  const result =
    found.stdout?.trim() === pnpmVersion
      ? spawnSync('pnpm', command, options)
      : spawnSync('npx', ['--yes', `pnpm@${pnpmVersion}`, ...command], options)
  if (result.status === 0) return
  console.error(
    `pnpm ${pnpmVersion} could not install the dependencies${result.error ? `: ${result.error.message}` : '.'}`,
  )
  process.exit(result.status || 1)
}

async function runHere() {
  const { bundled } = await import('./bundled.mjs')
  const bundle = await bundled(name).catch((error) => {
    const { errors, code } = error
    if (code === 'EACCES' || code === 'EROFS' || code === 'ENOSPC' || code === 'EDQUOT') return undefined // the cache cannot be written
    if (!errors) throw error
    console.error(`${name} does not compile.`) // esbuild has printed where
    process.exit(1)
  })
  if (bundle === undefined) return runFromSources()
  process.argv.splice(1, 2, script)
  await import(pathToFileURL(bundle).href)
}

function runFromSources() {
  const tsx = import.meta.resolve('tsx')
  const child = spawn(process.execPath, ['--conditions=@asl/source', '--import', tsx, script, ...args], {
    stdio: 'inherit',
  })
  // A terminal sends Ctrl-C to the whole group: the script decides how it ends, this process only hands its exit code on.
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => signal !== 'SIGINT' && child.kill(signal))
  child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
}
