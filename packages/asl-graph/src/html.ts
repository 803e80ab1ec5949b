import { check, type StateMachine } from 'asl-builder'
import { graphOf } from './graph.js'
import { pageData, type PageData } from './page/page-data.js'
import { pageScript, pageScriptHash } from './page/page-script.gen.js'
import { pageStyle } from './page/page-style.js'
import { svg, titleOf, type PictureOptions } from './svg.js'
import { escape } from './text/escape.js'

/**
 * One HTML page that needs nothing else: the picture with zoom and search; what each state is, what is wrong with it, what
 * went in and came out; and an execution step by step.
 *
 *     await writeFile('run.html', await html(etl, { execution: await run(etl, { input, tasks }) }))
 *
 * @throws {NotAHistory} `options.execution` is no history.
 */
export async function html(machine: StateMachine, options: PictureOptions = {}): Promise<string> {
  const { diagnostics = check(machine), execution } = options
  const picture = await svg(machine, { ...options, diagnostics })
  const data = pageData(machine, graphOf(machine), diagnostics, execution)
  const title = escape(titleOf(machine))
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; script-src '${pageScriptHash}'; base-uri 'none'; form-action 'none'">
<title>${title}</title>
<style>${pageStyle}</style>
</head>
<body>
<header>
<h1 title="${title}">${title}</h1>
<div class="group find"><label class="quiet" for="search">Find a state</label><input id="search" type="search" placeholder="Find a state" autocomplete="off"><span id="found" role="status"></span></div>
<div class="group"><button id="out" type="button" aria-label="Zoom out">−</button><button id="in" type="button" aria-label="Zoom in">+</button><button id="fit" type="button">Fit</button></div>
${data.steps.length > 0 ? steps(data.steps.length) : ''}</header>
<main>
<div id="canvas" tabindex="-1">${picture}</div>
<section id="panel" aria-label="The chosen state" hidden></section>
</main>
<div class="hint"><kbd>Tab</kbd> next state, <kbd>Enter</kbd> shows it, <kbd>/</kbd> find, <kbd>+</kbd> <kbd>-</kbd> <kbd>0</kbd> zoom${data.steps.length > 0 ? ', <kbd>,</kbd> <kbd>.</kbd> steps' : ''}, <kbd>Esc</kbd> closes</div>
<script type="application/json" id="data">${embedded(data)}</script>
<script>${pageScript}</script>
</body>
</html>
`
}

const steps = (count: number): string =>
  `<div class="group" id="steps"><button id="back" type="button" aria-label="Step back">‹</button><input id="slider" type="range" min="0" max="${count - 1}" aria-label="Step of the history"><button id="forward" type="button" aria-label="Step forward">›</button><span id="step"></span></div>
`

/** JSON that ends no element. */
const embedded = (data: PageData): string => JSON.stringify(data).replaceAll('<', '\\u003c')
