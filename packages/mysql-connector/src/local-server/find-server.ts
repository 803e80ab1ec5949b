import { existsSync } from 'node:fs'
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { onPath } from './on-path.js'
import { runCommand } from './run-command.js'
import { unpackDebian } from './unpack-debian.js'

/** A MySQL server program that can be started. */
export interface ServerProgram {
  file: string
  /** Said to the user, like `mariadbd 10.11.18-MariaDB from /usr/sbin`. */
  description: string
  isMariaDb: boolean
  /** Environment and options that this copy needs, such as where its libraries are. */
  env: NodeJS.ProcessEnv
  options: string[]
}

/**
 * The server program of this machine, else one unpacked into the cache.
 *
 * @throws Error that says why neither is there.
 */
export async function findServer(cacheFolder: string): Promise<ServerProgram> {
  const installed = onPath('mariadbd') ?? onPath('mysqld')
  if (installed) return programOf(installed, {}, [])
  const root = await unpackDebian('mariadb-server-core', cacheFolder)
  const messages = ['mysql', 'mariadb'].map((name) => join(root, 'usr/share', name)).find((path) => existsSync(path))
  return programOf(
    join(root, 'usr/sbin/mariadbd'),
    await libraryEnvironment(root),
    messages ? [`--lc-messages-dir=${messages}`] : [],
  )
}

/** The environment in which a program below an unpacked root finds its libraries. */
async function libraryEnvironment(root: string): Promise<NodeJS.ProcessEnv> {
  const folders: string[] = []
  for (const base of ['usr/lib', 'lib']) {
    const folder = join(root, base)
    if (!existsSync(folder)) continue
    const inside = await readdir(folder, { withFileTypes: true })
    folders.push(
      ...inside
        .filter((each) => each.isDirectory() && each.name.includes('-linux-'))
        .map((each) => join(folder, each.name)),
    )
  }
  return { LD_LIBRARY_PATH: [...folders, process.env['LD_LIBRARY_PATH']].filter(Boolean).join(':') }
}

async function programOf(file: string, env: NodeJS.ProcessEnv, options: string[]): Promise<ServerProgram> {
  const { status, stdout, stderr } = await runCommand(file, ['--no-defaults', '--version'], {
    env: { ...process.env, ...env },
  })
  const version = /Ver (\S+)/.exec(stdout)?.[1]
  if (status !== 0 || !version) throw new Error(`${file} --version failed: ${stderr.trim() || stdout.trim()}`)
  const isMariaDb = /mariadb/i.test(stdout)
  return { file, description: `${isMariaDb ? 'mariadbd' : 'mysqld'} ${version} (${file})`, isMariaDb, env, options }
}

/** The database's own dump client, from this machine or unpacked into the cache; for measuring against. */
export async function findDumpClient(
  cacheFolder: string,
): Promise<{ name: string; file: string; env: NodeJS.ProcessEnv }> {
  for (const name of ['mariadb-dump', 'mysqldump']) {
    const file = onPath(name)
    if (file) return { name, file, env: {} }
  }
  const root = await unpackDebian('mariadb-client', cacheFolder)
  return { name: 'mariadb-dump', file: join(root, 'usr/bin/mariadb-dump'), env: await libraryEnvironment(root) }
}
