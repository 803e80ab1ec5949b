import { check, type Diagnostic, type StateMachine } from 'asl-builder'
import { coverageMarks, type CoverageReport } from './coverage-marks.js'
import { descriptions } from './describe.js'
import { diagnosticMarks } from './diagnostic-marks.js'
import type { ExecutionHistory } from './execution/events.js'
import { executionMarks } from './execution/execution-marks.js'
import { graphOf, type GraphScope } from './graph.js'
import { layOut } from './layout/layout.js'
import { mergedMarks, type Marks } from './marks.js'
import { paint } from './paint/svg.js'
import { oneLine } from './text/wrap.js'

/** What a picture shows beside the definition. */
export interface PictureOptions {
  /** Shown by colours, with counts, durations, and the error where it broke. */
  execution?: ExecutionHistory
  /** Marked at their states. Default: what `check` finds; `[]` for none. */
  diagnostics?: readonly Diagnostic[]
  /** Of tests; an execution goes before it. */
  coverage?: CoverageReport
}

/**
 * Draws a machine as an SVG picture: the same bytes for the same arguments.
 *
 *     await writeFile('etl.svg', await svg(etl))
 *     await writeFile('failed-run.svg', await svg(etl, { execution: await run(etl, { input, tasks }) }))
 *
 * Any document is drawn, however wrong: what is wrong is marked.
 *
 * @throws {NotAHistory} `options.execution` is no history.
 */
export async function svg(machine: StateMachine, options: PictureOptions = {}): Promise<string> {
  const graph = graphOf(machine)
  return drawn(machine, graph, marksOf(machine, graph, options))
}

function marksOf(machine: StateMachine, graph: GraphScope, options: PictureOptions): Marks {
  const { execution, coverage, diagnostics = check(machine) } = options
  return mergedMarks([
    ...(execution !== undefined
      ? [executionMarks(graph, execution)]
      : coverage
        ? [coverageMarks(graph, coverage)]
        : []),
    diagnosticMarks(graph, diagnostics),
  ])
}

async function drawn(machine: StateMachine, graph: GraphScope, marks: Marks): Promise<string> {
  const placed = await layOut(graph, marks)
  const texts = descriptions(graph, marks)
  const caption = {
    title: titleOf(machine),
    description: [`A state machine of ${counted(statesIn(graph))}.`, ...marks.headlines.map(({ text }) => text)].join(
      ' ',
    ),
  }
  return paint(placed, marks, caption, ({ node }) => texts.get(node.id) ?? '')
}

/** The machine's Comment; it has no name of its own. */
export function titleOf(machine: StateMachine): string {
  const comment = (machine as { Comment?: unknown } | null | undefined)?.Comment
  return typeof comment === 'string' && comment !== '' ? oneLine(comment) : 'State machine'
}

const counted = (states: number): string => `${states} state${states === 1 ? '' : 's'}`

const statesIn = ({ nodes }: GraphScope): number =>
  nodes.reduce(
    (count, { kind, scopes }) =>
      count + (kind === 'state' ? 1 : 0) + scopes.reduce((inner, scope) => inner + statesIn(scope), 0),
    0,
  )
