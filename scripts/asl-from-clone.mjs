#!/usr/bin/env node
// `asl` for who has a clone of this repository and nothing else: the pre-commit hook and the GitHub Action. Works in the
// folder it is called from; the first call installs and bundles.
import { spawn, spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { constants } from 'node:os'
import { fileURLToPath } from 'node:url'

const root = fileURLToPath(new URL('..', import.meta.url))
const bundle = fileURLToPath(new URL('../packages/asl-cli/dist/asl.js', import.meta.url))

if (!existsSync(bundle)) {
  const { status } = spawnSync(process.execPath, ['scripts/run.mjs', 'bundle'], { cwd: root, stdio: ['ignore', 2, 2] })
  if (status !== 0) process.exit(2)
}
const child = spawn(process.execPath, [bundle, ...process.argv.slice(2)], { stdio: 'inherit' })
process.on('SIGINT', () => {}) // the terminal tells the child too; this process hands its exit code on
child.on('exit', (code, signal) => process.exit(code ?? 128 + (constants.signals[signal] ?? 0)))
