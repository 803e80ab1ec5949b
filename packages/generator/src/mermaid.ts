import { scopesOf, statesOf, transitionsOf, type ScopeSite, type StateMachine } from 'asl-builder'

/** The graph of a definition as a Mermaid flowchart, which GitHub draws: states as they stand in the definition, Maps as boxes. */
export function mermaid(machine: StateMachine): string {
  const sites = scopesOf(machine)
  const ids = new Map<string, string>()
  for (const { scope, location } of sites)
    for (const [name] of statesOf(scope)) ids.set(`${location}/${name}`, `s${ids.size + 1}`)
  const idOf = (site: ScopeSite, name: string): string => ids.get(`${site.location}/${name}`) ?? name

  const lines = ['flowchart TD']
  draw(sites[0]!, '  ')
  for (const site of sites) for (const [name, state] of statesOf(site.scope)) lines.push(...arrows(site, name, state))
  return `${lines.join('\n')}\n`

  function draw(site: ScopeSite, indent: string): void {
    for (const [name, state] of statesOf(site.scope)) {
      const id = idOf(site, name)
      const inside = sites.filter(({ parent }) => parent?.name === name && parent.site === site)
      if (inside.length === 0) {
        const [open, close] = state.Type === 'Choice' ? ['{', '}'] : state.Type === 'Fail' ? ['([', '])'] : ['[', ']']
        lines.push(`${indent}${id}${open}"${label(name)}"${close}`)
        continue
      }
      lines.push(`${indent}subgraph ${id}["${label(name)}"]`)
      for (const inner of inside) draw(inner, `${indent}  `)
      lines.push(`${indent}end`)
    }
  }

  function arrows(site: ScopeSite, name: string, state: ReturnType<typeof statesOf>[number][1]): string[] {
    const drawn = new Set<string>()
    for (const { to, kind } of transitionsOf(name, state, '')) {
      const arrow = kind === 'Catch' ? '-.->' : kind === 'Default' ? '-->|otherwise|' : '-->'
      drawn.add(`  ${idOf(site, name)} ${arrow} ${idOf(site, to)}`)
    }
    return [...drawn]
  }
}

/** Mermaid reads these two in a quoted label. */
const label = (name: string): string => name.replaceAll('#', '#35;').replaceAll('"', '#quot;')
