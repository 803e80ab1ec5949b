import { describe, expect, test } from 'vitest'
import { compile, compilers } from '../types/compile.js'

const start = `export const machine = flow('machine', { input: z.object({ start: z.string() }) })`
const imports = [`import { athena, eq, flow, lambda } from 'asl-builder'`, `import { z } from 'zod'`]

const empty = [...imports, start].join('\n')

/**
 * A flow of so many Athena and Lambda tasks by turns: each reads an earlier one and has a Retrier, every tenth has a handler,
 * every twentieth is followed by a Choice.
 */
function chain(states: number): string {
  const lines = [
    ...imports,
    `const count = lambda.fn('\${CountArn}', {`,
    `  input: z.object({ query: z.string() }), output: z.object({ id: z.string(), rows: z.number() }),`,
    `})`,
    start,
  ]
  for (let index = 0; index < states; index++) {
    const before = `results['State ${index - 1}']`
    const call =
      index === 0
        ? `({ input }) => athena.startQueryExecution.sync({ QueryString: input.start })`
        : index % 2 === 0
          ? `({ results }) => athena.startQueryExecution.sync({ QueryString: ${before}.id, WorkGroup: 'primary' })`
          : `({ results }) => lambda.invoke(count, { query: ${before}.QueryExecution.QueryExecutionId })`
    const handler = `catch: (on) => on.error(['States.ALL'], (failed) => failed.fail('Failed ${index}', ({ error }) => ({ Cause: error.Cause }))),`
    lines.push(
      `.task('State ${index}', ${call}, {`,
      `  retry: [{ ErrorEquals: ['States.TaskFailed'], MaxAttempts: 3, BackoffRate: 2 }],`,
      ...(index % 10 === 9 ? [handler] : []),
      `})`,
    )
    if (index % 20 === 19)
      lines.push(
        `.choice('Choice ${index}', (when) => when`,
        `  .if(({ results }) => eq(results['State ${index}'].rows, 0), (none) => none.fail('None ${index}'))`,
        `  .otherwise((some) => some))`,
      )
  }
  return [...lines, `.build()`].join('\n')
}

describe.each(compilers)('%s', (compiler) => {
  test('a flow of 200 typed states costs at most 270,000 instantiations above an empty one, and 4 KB of declarations', () => {
    const nothing = compile(compiler, { 'machine.ts': empty })
    const machine = compile(compiler, { 'machine.ts': chain(200) }, { declarations: true })
    expect(nothing.errors).toEqual([])
    expect(machine.errors).toEqual([])
    const cost = machine.instantiations - nothing.instantiations
    expect(cost).toBeGreaterThan(50_000) // it was really checked
    expect(cost).toBeLessThanOrEqual(270_000)
    expect(machine.declarations['machine.d.ts']!.length).toBeLessThanOrEqual(4096)
  }, 400_000)

  test('flows of 400 and of 600 states compile', () => {
    const { errors } = compile(compiler, { 'four.ts': chain(400), 'six.ts': chain(600) })
    expect(errors).toEqual([])
  }, 400_000)
})
