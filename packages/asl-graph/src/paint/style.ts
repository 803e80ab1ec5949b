import { dark, light, typeColours, type Palette } from './palette.js'

const rules = (of: Palette): string => `
.canvas{fill:${of.canvas}}
text{fill:${of.ink}}
.does,.note{fill:${of.muted}}
.outline{fill:${of.box};stroke:${of.outline}}
.behind{fill:${of.scope};stroke:${of.outline}}
.scope{fill:${of.scope};stroke:${of.labelOutline}}
.line{stroke:${of.edge}}
.head,.dot{fill:${of.edge}}
.ring{fill:${of.canvas};stroke:${of.edge}}
.label rect{fill:${of.box};stroke:${of.labelOutline}}
.catch .line{stroke:${of.caughtEdge}}
.catch .head{fill:${of.caughtEdge}}
.good{fill:${of.good}}
.caught{fill:${of.caught}}
.bad{fill:${of.bad}}
.warning{fill:${of.warning}}
.is-succeeded>.outline{fill:${of.goodBox};stroke:${of.good}}
.is-caught>.outline{fill:${of.caughtBox};stroke:${of.caught}}
.is-failed>.outline{fill:${of.badBox};stroke:${of.bad}}
.is-running>.outline{fill:${of.runningBox};stroke:${of.running}}
.is-unreached>.name{fill:${of.muted}}
.taken .line{stroke:${of.good}}
.taken .head{fill:${of.good}}
.taken.catch .line{stroke:${of.caught}}
.taken.catch .head{fill:${of.caught}}
.is-wrong>.outline,.missing>.outline,.unknown>.outline{stroke:${of.bad}}`

const tiles = Object.entries(typeColours)
  .map(([type, colour]) => `\n.${type.toLowerCase()}>.tile{fill:${colour}}`)
  .join('')

/** The picture's own style sheet; colours follow the reader's scheme. */
export const style = `
text{font-family:Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif}
.name{font-size:14px}
.does,.note,.label text{font-size:11px}
.outline,.behind,.scope,.ring{stroke-width:1.25}
.scope{stroke-dasharray:1 3}
.line{fill:none;stroke-width:1.5}
.catch .line{stroke-dasharray:6 4}
.untaken .line{stroke-width:1;stroke-dasharray:2 4}
.taken .line{stroke-width:2.25}
.is-succeeded>.outline,.is-caught>.outline,.is-running>.outline{stroke-width:1.75}
.is-failed>.outline,.is-wrong>.outline{stroke-width:2.5}
.is-unreached>.outline,.missing>.outline,.unknown>.outline{stroke-dasharray:5 4}
.tile{fill:#566373}
.icon{fill:none;stroke:#ffffff;stroke-width:2;stroke-linecap:round;stroke-linejoin:round}${tiles}
${rules(light).trim()}
@media (prefers-color-scheme:dark){${rules(dark)}
}
`
