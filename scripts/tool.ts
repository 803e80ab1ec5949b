import { execFileSync, spawnSync } from 'node:child_process'
import { dirname, join } from 'node:path'
import { createRequire } from 'node:module'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** The repository's folder. */
export const root = fileURLToPath(new URL('..', import.meta.url))

const require = createRequire(import.meta.url)

/**
 * Runs a development tool from node_modules by its package's `bin`, without a shell.
 *
 * @returns The tool's exit code; its output goes where this process's output goes.
 */
export function tool(
  packageName: string,
  args: readonly string[],
  options: { bin?: string; quiet?: boolean; cwd?: string } = {},
): number {
  const { status, stdout, stderr } = spawnSync(process.execPath, [binOf(packageName, options.bin), ...args], {
    cwd: options.cwd ?? root,
    stdio: options.quiet ? 'pipe' : ['ignore', 'inherit', 'inherit'],
    encoding: 'utf8',
    env: { ...process.env, NODE_OPTIONS: '' },
  })
  if (options.quiet && status !== 0) process.stderr.write(`${stdout}${stderr}`)
  return status ?? 1
}

/** Runs the pinned pnpm and returns what it printed: the one on the machine when it is that one, else the one that npm gets. */
export function pnpm(args: readonly string[], cwd: string): string {
  const { config } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')) as { config: { pnpm: string } }
  const shell = process.platform === 'win32' // pnpm and npx are .cmd files there; no argument comes from a user
  const found = spawnSync('pnpm', ['--version'], { cwd: root, shell, encoding: 'utf8' })
  const [command, ...first] = found.stdout?.trim() === config.pnpm ? ['pnpm'] : ['npx', '--yes', `pnpm@${config.pnpm}`]
  return execFileSync(command!, [...first, ...args], {
    cwd,
    shell,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
  })
}

/** Runs another of these scripts as its own process and returns its exit code. */
export function script(name: string, ...args: string[]): number {
  const { status } = spawnSync(process.execPath, [join(root, 'scripts/run.mjs'), name, ...args], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
  })
  return status ?? 1
}

/** The file that a package's `bin` names. */
export function binOf(packageName: string, bin = packageName.split('/').at(-1)!): string {
  const folder = packageFolder(packageName)
  const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as {
    bin: string | Record<string, string>
  }
  const file = typeof manifest.bin === 'string' ? manifest.bin : (manifest.bin[bin] ?? Object.values(manifest.bin)[0])
  return join(folder, file!)
}

function packageFolder(packageName: string): string {
  for (const folder of require.resolve.paths(packageName) ?? []) {
    try {
      readFileSync(join(folder, packageName, 'package.json'))
      return join(folder, packageName)
    } catch {
      continue
    }
  }
  throw new Error(`${packageName} is not installed: run "pnpm install --frozen-lockfile" in ${dirname(root)}.`)
}
