// Runs the tests: `pnpm test [vitest filters and flags]`.
import { existsSync } from 'node:fs'
import { resolve } from 'node:path'
import { root, tool } from './tool.js'

const shared = resolve(root, '../shared')
if (!process.env['ASL_RECORDINGS'] && existsSync(resolve(shared, 'conformance'))) process.env['ASL_RECORDINGS'] = shared
if (!process.env['ASL_RECORDINGS']) {
  console.error(
    'ASL_RECORDINGS is not set: tests that replay recordings and corpora are skipped (CONTRIBUTING.md says what the folder holds).',
  )
}
process.exit(tool('vitest', ['run', ...process.argv.slice(2)]))
