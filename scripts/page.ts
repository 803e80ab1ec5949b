// Bundles the script of asl-graph's HTML page: `pnpm page [--check]` writes packages/asl-graph/src/page/page-script.gen.ts.
import { createHash } from 'node:crypto'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from './tool.js'

const file = join(root, 'packages/asl-graph/src/page/page-script.gen.ts')
const { outputFiles } = await build({
  entryPoints: [join(root, 'packages/asl-graph/page/page.ts')],
  bundle: true,
  write: false,
  format: 'iife',
  target: 'es2022',
  minify: true,
  charset: 'ascii',
  legalComments: 'none',
})
const script = outputFiles[0]!.text.trim()
// A page has the script between two tags: nothing in it may look like one.
if (/<\/script|<!--/i.test(script)) throw new Error('The script of the page contains a tag.')
const hash = createHash('sha256').update(script).digest('base64')
const quoted = script.replaceAll('\\', '\\\\').replaceAll('`', '\\`').replaceAll('${', '\\${')
const text = `// Written by \`pnpm page\` from packages/asl-graph/page/. Do not edit.

/** The script of the HTML page. */
export const pageScript = \`${quoted}\`

/** Its SHA-256, as a Content-Security-Policy names it. */
export const pageScriptHash = 'sha256-${hash}'
`

if (!process.argv.includes('--check')) {
  writeFileSync(file, text)
  console.error(`${script.length} bytes`)
} else if (readFileSync(file, 'utf8') !== text) {
  console.error('packages/asl-graph/src/page/page-script.gen.ts is stale. Run pnpm page.')
  process.exitCode = 1
}
