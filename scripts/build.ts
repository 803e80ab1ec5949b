// Compiles every package to its dist folder: JavaScript, declarations, source maps.
import { tool } from './tool.js'

process.exit(tool('typescript', ['-b', ...process.argv.slice(2)], { bin: 'tsc' }))
