// Writes the interpreter's JSONata engine from the installed library: `pnpm jsonata-engine`.
import { readFileSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { syncJsonata } from './sync-jsonata.js'
import { root } from './tool.js'

const require = createRequire(join(root, 'packages/asl-runner/package.json'))
const { version } = require('jsonata/package.json') as { version: string }
const source = readFileSync(require.resolve('jsonata/jsonata.js'), 'utf8')
writeFileSync(join(root, 'packages/asl-runner/src/jsonata/engine.ts'), syncJsonata(source, version))
