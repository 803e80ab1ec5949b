import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises'
import { join, resolve } from 'node:path'
import { onPath } from './on-path.js'
import { runCommand } from './run-command.js'

/**
 * Unpacks a package of the distribution, and those of its libraries that the machine lacks, into a folder.
 * Needs no root and installs nothing: `apt-get download` and `dpkg -x`. A second call finds the first one's work.
 *
 *     await unpackDebian('mariadb-server-core', '.cache/mysql') // '.cache/mysql/mariadb-server-core'
 *
 * @param cacheFolder Where the unpacked packages are kept.
 * @returns The folder that stands for `/` (`usr/sbin/mariadbd` is below it).
 * @throws Error with apt's own words when the machine has no apt or the package cannot be had.
 */
export async function unpackDebian(name: string, cacheFolder: string): Promise<string> {
  const cache = resolve(cacheFolder)
  const root = join(cache, name)
  if (existsSync(root)) return root
  for (const command of ['apt-get', 'apt-cache', 'dpkg', 'dpkg-query']) {
    if (!onPath(command))
      throw new Error(`${command} is not on this machine: only Debian and Ubuntu packages are known`)
  }
  await mkdir(cache, { recursive: true })
  const work = await mkdtemp(join(cache, `.${name}-`))
  try {
    const apt = await aptThatKnows(name, work)
    const unpacked = join(work, 'root')
    for (const each of await missingPackages(name, apt)) {
      const folder = await mkdtemp(join(work, 'deb-'))
      await must('apt-get', [...apt, 'download', each], folder)
      const [deb] = await readdir(folder)
      if (!deb) throw new Error(`apt-get download ${each} left no file`)
      await must('dpkg', ['-x', join(folder, deb), unpacked], work)
    }
    // Several processes may have unpacked at once: the first rename wins, and all copies are the same.
    await rename(unpacked, root).catch((cause: unknown) => {
      if (!existsSync(root)) throw cause
    })
    return root
  } finally {
    await rm(work, { recursive: true, force: true })
  }
}

/** The options under which apt can download the package: the machine's own lists, else lists fetched into the folder, where no other process has them locked. */
async function aptThatKnows(name: string, folder: string): Promise<string[]> {
  const own = ['-oAPT::Sandbox::User=root'] // apt's own user may not enter the folder
  const tried = await runCommand('apt-get', [...own, '--print-uris', 'download', name], { cwd: folder })
  const uri = /'(https?:[^']+)'/.exec(tried.stdout)?.[1]
  if (tried.status === 0 && uri && (await isServed(uri))) return own

  const state = join(folder, 'apt')
  await mkdir(join(state, 'lists', 'partial'), { recursive: true })
  await mkdir(join(state, 'archives', 'partial'), { recursive: true })
  const fetched = [
    ...own,
    `-oDir::State=${state}`,
    `-oDir::State::lists=${join(state, 'lists')}`,
    `-oDir::Cache=${state}`,
    '-oDir::State::status=/var/lib/dpkg/status',
  ]
  await must('apt-get', [...fetched, '-qq', 'update'], folder)
  return fetched
}

/** Whether the file is still there: lists older than the mirror name versions that are gone. */
async function isServed(uri: string): Promise<boolean> {
  const probe = onPath('curl')
  if (!probe) return true // apt itself will say
  const { status } = await runCommand(probe, ['-fsSIL', '--max-time', '20', uri])
  return status === 0
}

/** The package and every package it needs that the machine does not have, found breadth first. */
async function missingPackages(name: string, apt: readonly string[]): Promise<string[]> {
  const found = new Set([name])
  for (const each of found) {
    const { stdout } = await must('apt-cache', [...apt, 'depends', '--important', each])
    const needed = [...stdout.matchAll(/^\s+(?:Pre)?Depends: ([a-z0-9][a-z0-9+.-]*)$/gm)].map((match) => match[1]!)
    for (const dependency of needed) if (!(await isInstalled(dependency))) found.add(dependency)
  }
  return [...found]
}

async function isInstalled(name: string): Promise<boolean> {
  const { stdout } = await runCommand('dpkg-query', ['-W', '-f', '${Status}', name])
  return stdout.includes('ok installed')
}

async function must(command: string, args: readonly string[], cwd?: string) {
  const result = await runCommand(command, args, cwd ? { cwd } : {})
  if (result.status === 0) return result
  const words = result.stderr.split('\n').filter((line) => line.startsWith('E:'))
  throw new Error(`${command} ${args.at(-2)} ${args.at(-1)} failed: ${words.join(' ') || result.stderr.trim()}`)
}
