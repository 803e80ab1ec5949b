import { bringStack, type Progress, type StackResult } from './bring-stack.js'
import type { Connection } from './connection.js'
import { upload, type UploadResult } from './package-object.js'
import type { PlannedStep } from './plan.js'
import { Problem } from './problem.js'
import type { Given } from './steps.js'
import type { Terminal } from './terminal.js'

/** What became of a step. */
export type StepResult = StackResult | UploadResult

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

/** A value that an earlier step's output gives. */
function resolved(value: Given, results: readonly StepResult[]): string {
  if (typeof value === 'string') return value
  const stack = results.find((result) => result.kind === 'stack' && result.stackName === value.of)
  const output = stack?.kind === 'stack' ? stack.outputs[value.output] : undefined
  if (output === undefined) throw new Problem(`The stack ${value.of} has no output ${value.output}.`)
  return output
}
