import { build } from 'esbuild'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool.js'

/**
 * Writes the command line tool as one file, every dependency in it; what a command does not need is not evaluated.
 *
 * @param outfile Default: the file that packages/asl-cli ships.
 */
export async function bundleCli(outfile = join(root, 'packages/asl-cli/dist/asl.js')): Promise<void> {
  await build({
    entryPoints: [join(root, 'packages/asl-cli/src/asl.ts')],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@asl/source'],
    minify: true,
    keepNames: false,
    legalComments: 'linked',
    logLevel: 'warning',
    define: { DIAGNOSTICS_TEXT: JSON.stringify(readFileSync(join(root, 'docs/diagnostics.md'), 'utf8')) },
    // Dependencies written for CommonJS call require() for Node's own modules.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);",
    },
  })
}
