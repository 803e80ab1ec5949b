import { createHash, randomUUID } from 'node:crypto'
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { build } from 'esbuild'
import { root } from '../tool.js'
import { zip } from './zip.js'

/** The extraction Lambda function, ready to upload. */
export interface LambdaPackage {
  /** Where the zip file is. */
  file: string
  /** Its key in the bucket: the value of `S3LambdaKey`. */
  key: string
  bytes: number
}

/**
 * Bundles a Lambda function's entry to one file, `index.js` with the export `handler`, and zips it as `stack-<hash>.zip`.
 * The hash is of the bytes: a changed function gets a new key, an unchanged one does not deploy again.
 */
export async function packageLambda(entry: string, folder: string): Promise<LambdaPackage> {
  const bytes = zip([{ name: 'index.js', bytes: await bundled(entry) }])
  const name = `stack-${createHash('sha256').update(bytes).digest('hex').slice(0, 16)}.zip`
  await mkdir(folder, { recursive: true })
  for (const old of await readdir(folder))
    if (/^stack-[0-9a-f]+\.zip$/.test(old) && old !== name) await rm(join(folder, old), { force: true })
  // Another process may be reading the same file, to upload it: it is replaced, not written over.
  const temporary = join(folder, `.${randomUUID()}`)
  try {
    await writeFile(temporary, bytes)
    await rename(temporary, join(folder, name))
  } catch (error) {
    await rm(temporary, { force: true })
    throw error
  }
  return { file: join(folder, name), key: `lambdas/mysql_connector/${name}`, bytes: bytes.length }
}

async function bundled(entry: string): Promise<Buffer> {
  const { outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [entry],
    bundle: true,
    write: false,
    platform: 'node',
    format: 'cjs',
    target: 'node20',
    conditions: ['@asl/source'],
    minifyWhitespace: true,
    minifySyntax: true,
    keepNames: true, // a stack trace in CloudWatch stays readable
    legalComments: 'eof',
    charset: 'utf8',
    logLevel: 'warning',
  })
  return Buffer.from(outputFiles[0]!.contents)
}
