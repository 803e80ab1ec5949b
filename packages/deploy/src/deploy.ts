import { readFile } from 'node:fs/promises'
import { HeadObjectCommand, PutObjectCommand } from '@aws-sdk/client-s3'
import { bringStack, type Progress, type StackResult } from './bring-stack.js'
import type { Connection } from './connection.js'
import type { PlannedStep } from './plan.js'
import { Problem } from './problem.js'
import type { Given, UploadStep } from './steps.js'
import type { Terminal } from './terminal.js'

/** What became of a step. */
export type StepResult = StackResult | { kind: 'upload'; bucket: string; key: string; result: 'uploaded' | 'there' }

/**
 * Does a plan's steps in order.
 *
 * @param options.mayReplace Whether a resource that holds data may be replaced or removed.
 * @param progress Is kept up to date.
 * @throws Problem when a step fails; the ones after it are not tried.
 */
export async function deploy(
  connection: Connection,
  terminal: Terminal,
  steps: readonly PlannedStep[],
  { mayReplace }: { mayReplace: boolean },
  progress: Progress,
): Promise<StepResult[]> {
  const results: StepResult[] = []
  for (const { step, action } of steps) {
    if (step.kind === 'upload') {
      results.push(await upload(connection, terminal, step, resolved(step.bucket, results)))
      continue
    }
    const pairs = Object.entries(step.parameters).map(([name, value]) => [name, resolved(value, results)] as const)
    const consent = { mayDelete: action === 'delete and create', mayReplace }
    results.push(await bringStack(connection, terminal, step, Object.fromEntries(pairs), consent, progress))
  }
  return results
}

/** Puts the package where the template looks for it. Its name is the hash of its content: what is there is the same. */
async function upload(
  { s3 }: Connection,
  { err, signal: abortSignal }: Terminal,
  { key, file, bytes }: UploadStep,
  bucket: string,
): Promise<StepResult> {
  const at = { Bucket: bucket, Key: key }
  const isThere = (await sizeOf(s3, at, abortSignal)) === bytes
  if (!isThere) {
    const content = { Body: await readFile(file), ContentType: 'application/zip' }
    await s3.send(new PutObjectCommand({ ...at, ...content }), { abortSignal })
  }
  err(`s3://${bucket}/${key}\n  ${isThere ? 'is there' : `uploaded, ${bytes} bytes`}\n`)
  return { kind: 'upload', bucket, key, result: isThere ? 'there' : 'uploaded' }
}

/** An object's size in bytes; undefined when there is none. */
export async function sizeOf(
  s3: Connection['s3'],
  at: { Bucket: string; Key: string },
  abortSignal: AbortSignal,
): Promise<number | undefined> {
  try {
    return (await s3.send(new HeadObjectCommand(at), { abortSignal })).ContentLength
  } catch (error) {
    if ((error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode === 404) return undefined
    throw error
  }
}

/** A value that an earlier step's output gives. */
function resolved(value: Given, results: readonly StepResult[]): string {
  if (typeof value === 'string') return value
  const stack = results.find((result) => result.kind === 'stack' && result.stackName === value.of)
  const output = stack?.kind === 'stack' ? stack.outputs[value.output] : undefined
  if (output === undefined) throw new Problem(`The stack ${value.of} has no output ${value.output}.`)
  return output
}
