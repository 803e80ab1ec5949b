import { spawn, type ChildProcess } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { createConnection } from 'mysql2/promise'
import { findServer, type ServerProgram } from './find-server.js'
import { asRoot, initialize, lastWords } from './initialize.js'
import { onPath } from './on-path.js'

/** A MySQL server that can be used now. */
export interface LocalMySql {
  /** The DSN: `mysql://user[:password]@host:port`. */
  url: string
  /** Which server it is, in words for the user; holds no password. */
  source: string
  /** The server's process id, when this process started it. */
  pid?: number
  /** Shuts the server down and waits until it is gone; does nothing to a server that was running already. */
  stop(): Promise<void>
}

/** Why no server could be had. */
export interface NoMySql {
  url: undefined
  reason: string
}

export interface StartOptions {
  /** Where unpacked packages are kept between runs. */
  cacheFolder: string
  /** Where the server keeps its data; kept afterwards. Default: a temporary folder that goes with the server. */
  dataFolder?: string
  /** A server that is running already, as a DSN; empty: none. Default: the environment's `MYSQL_URL`. */
  url?: string | undefined
}

/** Seconds a server may take to answer its first query, or to go. */
const patienceSeconds = 30

/**
 * A MySQL server for local runs and tests: the one in `MYSQL_URL`; else `mariadbd` or `mysqld` of this machine,
 * started on a free port of the loopback interface; else a copy unpacked from the distribution's package.
 *
 *     const server = await startMySql({ cacheFolder: '.cache/mysql' })
 *     if (server.url === undefined) console.error(server.reason)
 *
 * A started server accepts any user without a password, on 127.0.0.1 alone, in UTC.
 *
 * @returns The server, or why there is none. It ends with this process at the latest.
 */
export async function startMySql(options: StartOptions): Promise<LocalMySql | NoMySql> {
  const given = options.url ?? process.env['MYSQL_URL']
  if (given) return { url: given, source: `MYSQL_URL (${hostOf(given)})`, stop: async () => undefined }
  try {
    return await start(await findServer(options.cacheFolder), options.dataFolder)
  } catch (error) {
    return { url: undefined, reason: error instanceof Error ? error.message : String(error) }
  }
}

async function start(program: ServerProgram, dataFolder: string | undefined): Promise<LocalMySql> {
  const temporary = await mkdtemp(join(tmpdir(), 'mysql-')) // a socket's path may have 107 characters: not in the data folder
  const data = dataFolder ? resolve(dataFolder) : join(temporary, 'data')
  const server = new ServerProcess(program, data, temporary)
  try {
    // MariaDB makes an empty folder its own while it starts: faster, where no later server is to start in it.
    if (dataFolder !== undefined || !program.isMariaDb) await initialize(program, data)
    else await mkdir(data)
    await server.start()
  } catch (error) {
    await server.stop()
    throw error
  }
  return {
    url: `mysql://root@127.0.0.1:${server.port}`,
    source: program.description,
    ...(server.pid === undefined ? {} : { pid: server.pid }),
    stop: () => server.stop(),
  }
}

class ServerProcess {
  readonly #program: ServerProgram
  readonly #data: string
  readonly #temporary: string
  #child: ChildProcess | undefined
  #ended: Promise<void> = Promise.resolve()
  #words = ''
  readonly #kill = () => this.#child?.kill('SIGTERM')
  port = 0

  constructor(program: ServerProgram, data: string, temporary: string) {
    this.#program = program
    this.#data = data
    this.#temporary = temporary
  }

  get pid(): number | undefined {
    return this.#child?.pid
  }

  async start(): Promise<void> {
    for (let attempt = 1; ; attempt += 1) {
      this.port = await freePort()
      this.#spawn()
      if (await this.#answers()) return
      await this.#terminate()
      // Another process may have taken the port between looking and binding.
      if (attempt === 3 || !/address already in use/i.test(this.#words)) {
        throw new Error(`${this.#program.description} did not start: ${lastWords(this.#words)}`)
      }
    }
  }

  async stop(): Promise<void> {
    await this.#terminate()
    await rm(this.#temporary, { recursive: true, force: true })
  }

  #spawn(): void {
    const args = [
      '--no-defaults',
      ...this.#program.options,
      ...asRoot(),
      // MariaDB serves an empty folder without grant tables; MySQL 8 would then refuse the network.
      ...(this.#program.isMariaDb ? ['--skip-grant-tables'] : []),
      `--datadir=${this.#data}`,
      `--port=${this.port}`,
      '--bind-address=127.0.0.1',
      `--socket=${join(this.#temporary, 'socket')}`,
      `--pid-file=${join(this.#temporary, 'pid')}`,
      `--tmpdir=${this.#temporary}`,
      '--default-time-zone=+00:00',
      '--character-set-server=utf8mb4',
      '--innodb-buffer-pool-size=64M',
      '--innodb-flush-log-at-trx-commit=2', // a crash of this machine may cost a second of writes, not consistency
      '--skip-log-bin',
    ]
    const env = { ...process.env, ...this.#program.env }
    // setpriv lets the kernel end the server when this process is killed outright and can clean nothing up. Not with SIGTERM:
    // a server that is starting may take it and stay, deaf to the next.
    const setpriv = onPath('setpriv')
    const [file, prefix] = setpriv
      ? [setpriv, ['--pdeathsig', 'KILL', '--', this.#program.file]]
      : [this.#program.file, []]
    // Its own process group: Ctrl-C in the terminal reaches this process, which then stops the server in order.
    const child = spawn(file, [...prefix, ...args], { env, detached: true, stdio: ['ignore', 'ignore', 'pipe'] })
    this.#words = ''
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      this.#words = (this.#words + text).slice(-16_384)
    })
    this.#ended = new Promise((resolve) => {
      child.once('exit', () => resolve())
      child.once('error', (error) => {
        this.#words += error.message
        resolve()
      })
    })
    process.once('exit', this.#kill)
    this.#child = child
  }

  async #answers(): Promise<boolean> {
    const until = Date.now() + patienceSeconds * 1000
    while (Date.now() < until && this.#child?.exitCode === null && this.#child.signalCode === null) {
      try {
        const connection = await createConnection({
          host: '127.0.0.1',
          port: this.port,
          user: 'root',
          connectTimeout: 2000,
        })
        await connection.query('SELECT 1')
        await connection.end()
        return true
      } catch {
        await sleep(25)
      }
    }
    return false
  }

  async #terminate(): Promise<void> {
    process.off('exit', this.#kill)
    if (this.#child?.pid === undefined) return
    this.#child.kill('SIGTERM')
    const late = new AbortController()
    const gone = await Promise.race([
      this.#ended.then(() => true),
      sleep(patienceSeconds * 1000, false, { signal: late.signal }),
    ]).finally(() => late.abort())
    if (!gone) this.#child.kill('SIGKILL')
    await this.#ended
  }
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject)
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address()
      probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0))
    })
  })
}

function hostOf(url: string): string {
  return URL.canParse(url) ? new URL(url).host : 'not a URL'
}
