import type { StateMachine } from 'asl-builder'
import { descriptions } from './describe.js'
import { graphOf, type GraphScope } from './graph.js'
import { layOut } from './layout/layout.js'
import { noMarks, type Marks } from './marks.js'
import { oneLine } from './text/wrap.js'
import { paint } from './paint/svg.js'

/** A picture of a machine as SVG text. */
export async function svg(machine: StateMachine): Promise<string> {
  const graph = graphOf(machine)
  return draw(graph, noMarks, machine)
}

async function draw(graph: GraphScope, marks: Marks, machine: StateMachine): Promise<string> {
  const placed = await layOut(graph, marks)
  const texts = descriptions(graph, marks)
  const comment = (machine as { Comment?: unknown } | null)?.Comment
  const caption = {
    title: typeof comment === 'string' && comment !== '' ? oneLine(comment) : 'State machine',
    description: `A state machine of ${graph.nodes.length} states.`,
  }
  return paint(placed, marks, caption, ({ node }) => texts.get(node.id) ?? '')
}
