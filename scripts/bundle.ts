// Writes the command line tool alone, as one file: packages/asl-cli/dist/asl.js.
import { bundleCli } from './bundle-cli.js'

await bundleCli()
