import { describe, expect, test } from 'vitest'
import { compile, compilers } from '../types/compile.js'

/** A document of so many Lambda tasks, each with a Retrier. */
const document = (states: number): string => {
  const lines = Array.from({ length: states }, (_, index) => {
    const way = index === states - 1 ? 'End: true' : `Next: 'State ${index + 1}'`
    return (
      `'State ${index}': { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', ` +
      `Arguments: { FunctionName: 'f', Payload: { index: ${index} } }, ` +
      `Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 3 }], ${way} },`
    )
  })
  return [
    `import { stateMachine } from 'asl-builder'`,
    `export const machine = stateMachine({ QueryLanguage: 'JSONata', StartAt: 'State 0', States: {`,
    ...lines,
    `} }).build()`,
  ].join('\n')
}

describe.each(compilers)('%s', (compiler) => {
  test('a stateMachine literal of 1,000 states costs at most 80,000 instantiations', () => {
    const one = compile(compiler, { 'machine.ts': document(1) })
    const thousand = compile(compiler, { 'machine.ts': document(1000) })
    expect(thousand.errors).toEqual([])
    const cost = thousand.instantiations - one.instantiations
    expect(cost).toBeGreaterThan(10_000) // it was really checked
    expect(cost).toBeLessThanOrEqual(80_000)
  })

  test('the declarations of a machine of 200 states take at most 4 KB', () => {
    const { errors, declarations } = compile(compiler, { 'machine.ts': document(200) }, { declarations: true })
    expect(errors).toEqual([])
    expect(declarations['machine.d.ts']!.length).toBeLessThanOrEqual(4096)
  })
})
