// Deploys the pipeline to AWS: `pnpm deploy:aws [--dry-run] [--yes] [--env NAME] ...`.
import { join } from 'node:path'
import { deployCommand, runCommand } from 'deploy'
import { packageLambda } from './lambda/bundle.js'
import { root } from './tool.js'

const makePackage = () => packageLambda(join(root, 'scripts/lambda/connector.ts'), join(root, 'dist/lambda'))
await runCommand((args, terminal) => deployCommand(args, terminal, makePackage))
