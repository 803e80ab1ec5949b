import type { StateMachine } from 'asl-builder'
import { graphOf, type GraphEdge, type GraphNode, type GraphScope } from './graph.js'
import { oneLine } from './text/wrap.js'

/**
 * A machine as the text of a Mermaid flowchart, which GitHub and many wikis draw.
 *
 * Maps and Parallels are boxes around their states; a Parallel's branches are boxes in it. Catch edges are dashed.
 */
export function mermaid(machine: StateMachine): string {
  const graph = graphOf(machine)
  const ids = new Map<string, string>()
  number(graph)
  return `${['flowchart TD', ...scopeLines(graph, '  '), ...edgeLines(graph)].join('\n')}\n`

  function number({ nodes }: GraphScope): void {
    for (const { id, scopes } of nodes) {
      ids.set(id, `s${ids.size + 1}`)
      for (const scope of scopes) number(scope)
    }
  }

  function scopeLines({ nodes }: GraphScope, indent: string): string[] {
    return nodes.flatMap((node) => {
      const id = ids.get(node.id)!
      if (node.scopes.length === 0) return [`${indent}${id}${shape(node)}`]
      const branches = node.scopes.flatMap((scope, index) =>
        node.scopes.length === 1
          ? scopeLines(scope, `${indent}  `)
          : [
              `${indent}  subgraph ${id}b${index + 1}["branch ${index + 1}"]`,
              ...scopeLines(scope, `${indent}    `),
              `${indent}  end`,
            ],
      )
      return [`${indent}subgraph ${id}["${label(node.name)}"]`, ...branches, `${indent}end`]
    })
  }

  function edgeLines({ nodes, edges }: GraphScope): string[] {
    const own = edges.map((edge) => `  ${ids.get(edge.from)} ${arrow(edge)} ${ids.get(edge.to)}`)
    return [...new Set(own), ...nodes.flatMap(({ scopes }) => scopes.flatMap(edgeLines))]
  }
}

const brackets: Readonly<Record<string, readonly [open: string, close: string]>> = {
  Choice: ['{', '}'],
  Fail: ['([', '])'],
  Succeed: ['([', '])'],
  Wait: ['(', ')'],
  Pass: ['[/', '/]'],
}

function shape({ kind, name, type }: GraphNode): string {
  if (kind === 'start') return '((" "))'
  if (kind === 'end') return '(((" ")))'
  const [open, close] = brackets[type ?? ''] ?? ['[', ']']
  return `${open}"${label(kind === 'missing' ? `${name} ?` : name)}"${close}`
}

function arrow({ kind, label: words }: GraphEdge): string {
  const line = kind === 'Catch' ? '-.->' : '-->'
  return words === undefined ? line : `${line}|"${label(shortened(words))}"|`
}

/** Characters of a label on an edge at most. */
const most = 60

const shortened = (words: string): string => (words.length > most ? `${words.slice(0, most - 1).trimEnd()}…` : words)

/** Mermaid reads these in a quoted label: its own entities, Markdown and HTML. */
const label = (text: string): string =>
  oneLine(text).replace(/[#"<>&`*_]/g, (character) => `#${character.charCodeAt(0)};`) || ' '
