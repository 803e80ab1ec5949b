// Compiles every package to its dist folder: JavaScript, declarations, source maps; the command line tool as one file.
import { bundleCli } from './bundle-cli.js'
import { tool } from './tool.js'

const status = tool('typescript', ['-b', ...process.argv.slice(2)], { bin: 'tsc' })
if (status === 0) await bundleCli()
process.exit(status)
