// Bundles the extraction Lambda function: `pnpm package` writes dist/lambda/stack-<hash>.zip and says its key in the bucket.
import { join, relative } from 'node:path'
import { packageLambda } from './lambda/bundle.js'
import { root } from './tool.js'

const { file, key, bytes } = await packageLambda(join(root, 'scripts/lambda/connector.ts'), join(root, 'dist/lambda'))
console.error(`${relative(process.cwd(), file)}  ${bytes} bytes`)
console.log(`S3LambdaKey=${key}`)
