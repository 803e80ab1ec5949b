import type { Command } from './command.js'

/** A row of the table of commands: its line in the help, and its code, loaded when it is called. */
interface Row {
  summary: string
  load(): Promise<Command>
}

/** Every subcommand. A new one is a row here and a file of its own. */
export const commands: Readonly<Record<string, Row>> = {
  check: {
    summary: 'find what AWS would refuse, and what was surely not meant',
    load: async () => (await import('./check.js')).check,
  },
  run: {
    summary: 'run a definition here, as AWS would',
    load: async () => (await import('./run.js')).run,
  },
  graph: {
    summary: 'draw a definition, or what an execution did',
    load: async () => (await import('./graph.js')).graph,
  },
  explain: {
    summary: 'say what a diagnostic means and what to do',
    load: async () => (await import('./explain.js')).explain,
  },
}
