import { resolve } from 'node:path'

/** What a command reads from and writes to. */
export interface Io {
  /** Absolute; relative paths on the command line start here. */
  cwd: string
  env: Readonly<Record<string, string | undefined>>
  /** Results. */
  out(text: string): void
  /** Everything else: progress, notes, complaints. */
  err(text: string): void
  /** Whether `out` may be coloured: a terminal, and neither NO_COLOR nor TERM=dumb; FORCE_COLOR wins. */
  colour: boolean
  /** The same for `err`. */
  colourErr: boolean
  /** Whether `err` is a terminal: somebody watches. */
  watched: boolean
  stdin(): Promise<Uint8Array>
}

/** This process's own. */
export function processIo(cwd?: string): Io {
  const { env, stdout } = process
  return {
    cwd: resolve(cwd ?? '.'),
    env,
    out: (text) => void stdout.write(text),
    err: (text) => void process.stderr.write(text),
    colour: mayColour(env, stdout.isTTY),
    colourErr: mayColour(env, process.stderr.isTTY),
    watched: process.stderr.isTTY,
    async stdin() {
      const chunks: Uint8Array[] = []
      for await (const chunk of process.stdin) chunks.push(chunk as Uint8Array)
      return Buffer.concat(chunks)
    },
  }
}

function mayColour(env: NodeJS.ProcessEnv, isTerminal: boolean): boolean {
  if (env['NO_COLOR']) return false // set and not empty: https://no-color.org
  if (env['FORCE_COLOR'] !== undefined) return env['FORCE_COLOR'] !== '0'
  return isTerminal && env['TERM'] !== 'dumb'
}
