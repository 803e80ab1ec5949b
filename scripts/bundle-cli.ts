import { build, type BuildOptions } from 'esbuild'
import { dirname, join } from 'node:path'
import { root } from './tool.js'

const options: BuildOptions = {
  bundle: true,
  platform: 'node',
  format: 'esm',
  target: 'node20',
  conditions: ['@asl/source'],
  minify: true,
  keepNames: false,
  legalComments: 'linked',
  logLevel: 'warning',
  // Dependencies written for CommonJS call require() for Node's own modules.
  banner: {
    js: "import { createRequire as $createRequire } from 'node:module';const require=$createRequire(import.meta.url);",
  },
}

/**
 * Writes the command line tool as one file, every dependency in it; what a command does not need is not evaluated. The layout
 * engine of pictures is a file beside it, elk.js: it is as large as all the rest, and few commands draw.
 *
 * @param outfile Default: the file that packages/asl-cli ships.
 */
export async function bundleCli(outfile = join(root, 'packages/asl-cli/dist/asl.js')): Promise<void> {
  const engine = 'elkjs/lib/elk.bundled.js'
  await build({
    ...options,
    entryPoints: [join(root, 'packages/asl-cli/src/asl.ts')],
    outfile,
    // Optional, with binaries: whoever wants PNG installs it.
    external: ['@resvg/resvg-js'],
    plugins: [
      {
        name: 'layout engine',
        setup: ({ onResolve }) =>
          onResolve({ filter: /^elkjs\/lib\/elk\.bundled\.js$/ }, () => ({ path: './elk.js', external: true })),
      },
    ],
  })
  await build({
    ...options,
    entryPoints: [join(root, 'packages/asl-graph/node_modules', engine)],
    outfile: join(dirname(outfile), 'elk.js'),
  })
}
