import { build } from 'esbuild'
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { root } from './tool.js'

/**
 * Bundles the command line tool with every dependency: `asl.js`, which does nothing yet, and a file for each part that a
 * command loads when it needs it. Node reads the whole of a file before it runs any of it, so that one file for everything
 * costs each command what all of them weigh.
 *
 * @param folder Default: the folder that packages/asl-cli ships.
 */
export async function bundleCli(folder = join(root, 'packages/asl-cli/dist')): Promise<void> {
  rmSync(join(folder, 'parts'), { recursive: true, force: true })
  await build({
    entryPoints: [join(root, 'packages/asl-cli/src/asl.ts')],
    outdir: folder,
    splitting: true,
    chunkNames: 'parts/[name]-[hash]',
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    conditions: ['@asl/source'],
    minify: true,
    keepNames: false,
    legalComments: 'linked',
    logLevel: 'warning',
    external: ['@resvg/resvg-js'], // optional, with binaries: whoever wants PNG installs it
    define: { DIAGNOSTICS_TEXT: JSON.stringify(readFileSync(join(root, 'docs/diagnostics.md'), 'utf8')) },
    // Dependencies written for CommonJS call require() for Node's own modules.
    banner: {
      js: "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);",
    },
  })
}
