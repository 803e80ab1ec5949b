// Writes generated/: `pnpm generate [--check] [--out DIR]`.
import { emit, type StateMachine } from 'asl-builder'
import { writeFiles } from 'generator'
import { join } from 'node:path'
import { root } from './tool.js'

const helloWorld: StateMachine = { StartAt: 'HelloWorld', States: { HelloWorld: { Type: 'Pass', End: true } } }
if (!process.argv.includes('--check')) {
  await writeFiles(join(root, 'generated'), [
    { path: 'hello-world.asl.json', text: emit(helloWorld, { pretty: true }) },
  ])
}
