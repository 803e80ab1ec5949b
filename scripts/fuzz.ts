// Hostile inputs: `pnpm fuzz NAME [--runs N] [--seed N]` runs scripts/fuzz/NAME.ts.
import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { root } from './tool.js'

const folder = join(root, 'scripts/fuzz')
const [name] = process.argv.slice(2)
const file = join(folder, `${name}.ts`)
if (!/^[a-z0-9-]+$/.test(name ?? '') || !existsSync(file)) {
  const names = readdirSync(folder).map((each) => each.replace(/\.ts$/, ''))
  console.error(`There is no fuzz test "${name ?? ''}". There are: ${names.join(', ')}.`)
  process.exit(2)
}
await import(pathToFileURL(file).href)
