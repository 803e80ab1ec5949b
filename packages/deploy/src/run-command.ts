import { setTimeout } from 'node:timers/promises'
import { createInterface } from 'node:readline/promises'
import { explained } from './explain-error.js'
import { Problem } from './problem.js'
import type { Terminal } from './terminal.js'

/**
 * Runs a command in this process's terminal and sets its exit code: 0 done, 1 it failed, 2 it could not begin, 130 stopped
 * with Ctrl-C. A second Ctrl-C ends the process at once.
 */
export async function runCommand(command: (args: string[], terminal: Terminal) => Promise<number>): Promise<void> {
  process.env['AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED'] ??= 'true' // its version is pinned here, not by whom it warns
  for (const stream of [process.stdout, process.stderr])
    stream.on('error', (error: NodeJS.ErrnoException) => {
      if (error.code !== 'EPIPE') throw error // whoever read has seen enough; what was begun goes on
    })
  const stop = new AbortController()
  process.once('SIGINT', () => stop.abort())
  process.exitCode = await exitCodeOf(command, process.argv.slice(2), processTerminal(stop.signal))
}

/** Runs a command and turns what it throws into words on `err` and an exit code. */
export async function exitCodeOf(
  command: (args: string[], terminal: Terminal) => Promise<number>,
  args: string[],
  terminal: Terminal,
): Promise<number> {
  try {
    return await command(args, terminal)
  } catch (error) {
    if (terminal.signal.aborted) return 130
    const reason = explained(error)
    if (!(reason instanceof Problem)) throw error
    terminal.err(`${reason.message}\n`)
    return reason.exitCode
  }
}

function processTerminal(signal: AbortSignal): Terminal {
  const { stdin, stdout, stderr } = process
  const asking = {
    async ask(question: string) {
      const lines = createInterface({ input: stdin, output: stderr })
      lines.once('SIGINT', () => process.emit('SIGINT')) // a terminal that is read by readline sends no signal
      const closed = new Promise<string>((resolve) => void lines.once('close', () => resolve(''))) // Ctrl-D is no consent
      try {
        return await Promise.race([lines.question(question, { signal }), closed])
      } finally {
        lines.close()
      }
    },
  }
  return {
    out: (text) => void stdout.write(text),
    err: (text) => void stderr.write(text),
    ...(stdin.isTTY && stderr.isTTY ? asking : {}),
    signal,
    clock: {
      now: () => new Date(),
      sleep: async (milliseconds, signal) => void (await setTimeout(milliseconds, undefined, { signal })),
    },
  }
}
