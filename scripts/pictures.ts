// Draws the tutorial's pictures from runs made here and now: `pnpm pictures` writes docs/pictures/.
import { svg } from 'asl-graph'
import { writeFiles } from 'generator'
import { join } from 'node:path'
import { tutorialExecutions } from './etl/tutorial-executions.js'
import { root } from './tool.js'

const files = []
for (const { name, machine, execution } of await tutorialExecutions()) {
  console.error(`Drawing ${name} ...`)
  files.push({ path: `${name}.svg`, text: await svg(machine, { execution }) })
}
const changed = await writeFiles(join(root, 'docs/pictures'), files)
for (const { path } of files) console.log(`docs/pictures/${path}  ${changed.includes(path) ? 'written' : 'unchanged'}`)
