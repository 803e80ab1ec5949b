import { dark, light, type Palette } from '../paint/palette.js'

const colours = (of: Palette): string =>
  `--canvas:${of.canvas};--scope:${of.scope};--box:${of.box};--ink:${of.ink};--muted:${of.muted};--line:${of.labelOutline};--strong:${of.outline};--accent:${of.running};--bad:${of.bad};--warning:${of.warning};--good:${of.good};--caught:${of.caught}`

/** The page around the picture. */
export const pageStyle = `
:root{color-scheme:light dark;${colours(light)}}
@media (prefers-color-scheme:dark){:root{${colours(dark)}}}
*{box-sizing:border-box}
html,body{height:100%;margin:0}
body{display:flex;flex-direction:column;background:var(--canvas);color:var(--ink);font:14px/1.45 Helvetica,Arial,'Liberation Sans','DejaVu Sans',sans-serif}
header{display:flex;flex-wrap:wrap;gap:8px 12px;align-items:center;padding:8px 12px;border-bottom:1px solid var(--line);background:var(--scope)}
h1{font-size:15px;margin:0;flex:1 1 160px;min-width:0;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
button,input,select{font:inherit;color:inherit;background:var(--box);border:1px solid var(--strong);border-radius:6px;min-height:32px;padding:2px 10px}
button{min-width:34px;cursor:pointer}
button:disabled{color:var(--muted);cursor:default}
:focus-visible{outline:3px solid var(--accent);outline-offset:1px}
.group{display:flex;gap:4px;align-items:center}
#search{width:150px}
#steps{flex:1 1 300px;min-width:0}
#steps input{flex:1 1 60px;min-width:40px;padding:0;accent-color:var(--accent)}
#step{color:var(--muted);min-width:0;flex:0 1 230px;overflow:hidden;text-overflow:ellipsis;white-space:nowrap}
main{flex:1;display:flex;min-height:0}
#canvas{flex:1;min-width:0;position:relative;overflow:hidden;touch-action:none;cursor:grab}
#canvas.dragging{cursor:grabbing}
#canvas>svg{position:absolute;left:0;top:0;transform-origin:0 0;max-width:none}
#canvas .state{cursor:pointer}
#canvas .state:focus{outline:none}
#canvas .state:focus-visible>.outline,#canvas .state.selected>.outline{stroke:var(--accent);stroke-width:3.5}
#canvas .state.found>.outline{stroke:var(--accent);stroke-width:3;stroke-dasharray:none}
.stepping .note{visibility:hidden}
#panel{width:min(420px,45vw);border-left:1px solid var(--line);overflow:auto;padding:12px 16px}
#panel[hidden]{display:none}
#panel h2{font-size:17px;margin:0;overflow-wrap:anywhere}
#panel h3{font-size:13px;margin:16px 0 4px;color:var(--muted)}
#panel .top{display:flex;gap:8px;justify-content:space-between;align-items:start}
#panel pre{margin:0;padding:8px 10px;background:var(--scope);border:1px solid var(--line);border-radius:6px;max-height:40vh;overflow:auto;white-space:pre-wrap;overflow-wrap:anywhere;font:12px/1.5 ui-monospace,Menlo,Consolas,'DejaVu Sans Mono',monospace}
#panel p{margin:4px 0;overflow-wrap:anywhere}
#panel .error{color:var(--bad)}
#panel .warning{color:var(--warning)}
#panel .muted{color:var(--muted)}
#panel dl{margin:0}
#panel dt{font-weight:bold;overflow-wrap:anywhere}
#panel dd{margin:0 0 8px}
.hint{color:var(--muted);font-size:12px;padding:4px 12px;border-top:1px solid var(--line);background:var(--scope)}
kbd{border:1px solid var(--line);border-radius:4px;padding:0 4px;font:inherit;background:var(--box)}
.quiet{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
@media (max-width:720px){
main{flex-direction:column}
#panel{width:100%;max-height:48%;border-left:0;border-top:1px solid var(--line)}
h1{flex-basis:100%}
#search{flex:1;width:auto;min-width:90px}
.group.find{flex:1;min-width:0}
.hint{display:none}
}
@media (prefers-reduced-motion:no-preference){#canvas.gliding>svg{transition:transform .2s}}
`
