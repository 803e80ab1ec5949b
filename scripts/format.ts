// Formats the repository in place.
import { tool } from './tool.js'

process.exit(tool('oxfmt', []))
