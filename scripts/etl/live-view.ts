import type { WriteStream } from 'node:tty'
import type { Visit, Visits } from './visits.js'

/** Shows states while they run: a line for each, written when it is over; on a terminal also while it runs. */
export interface LiveView {
  /** To be called when something happened. */
  update(): void
  /** The last word; nothing is drawn afterwards. */
  end(): void
}

/** Milliseconds between two looks at a terminal. */
const frame = 100

/** A view on a stream of people's: standard error. */
export function liveView(visits: Visits, out: NodeJS.WriteStream): LiveView {
  return out.isTTY ? terminalView(visits, out) : lineView(visits, out)
}

function lineView({ all }: Visits, out: NodeJS.WritableStream): LiveView {
  let written = 0
  const update = () => {
    // In the order of entry, which is the order of the definition: what is inside of a state stands below it.
    while (written < all.length && all[written]!.isOver) out.write(`${lineOf(all[written++]!)}\n`)
  }
  return { update, end: update }
}

function terminalView({ all }: Visits, out: WriteStream): LiveView {
  let settled = 0
  let shown = 0
  const draw = () => {
    let text = shown > 0 ? `\x1b[${shown}A\x1b[J` : ''
    for (; settled < all.length && all[settled]!.isOver; settled += 1) text += `${cut(lineOf(all[settled]!), out)}\n`
    // Lines above the top of the window cannot be drawn again.
    const open = all.slice(settled).slice(-Math.max(1, out.rows - 2))
    for (const visit of open) text += `${cut(lineOf(visit), out)}\n`
    shown = open.length
    out.write(text)
  }
  const timer = setInterval(draw, frame)
  timer.unref()
  return {
    update: () => undefined,
    end: () => {
      clearInterval(timer)
      draw()
    },
  }
}

const cut = (line: string, { columns }: WriteStream): string => line.slice(0, Math.max(20, columns - 1))

/** A state's line: `ok      Extract from MySQL                      31 ms  2 users, 7 transactions`. */
export function lineOf({ name, depth, ms, isOver, error, retries, note }: Visit): string {
  const word = error !== undefined ? 'FAILED' : isOver ? 'ok' : '...'
  const title = `${'  '.repeat(depth)}${name}`
  const notes = [note, error, retries > 0 && `${retries} ${retries === 1 ? 'retry' : 'retries'}, not waited for`]
  return `${word.padEnd(7)}${title.padEnd(36)}${timeOf(ms).padStart(9)}  ${notes.filter(Boolean).join(', ')}`.trimEnd()
}

const timeOf = (ms: number): string => (ms < 10_000 ? `${ms} ms` : `${(ms / 1000).toFixed(1)} s`)
