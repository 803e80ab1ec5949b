import { athena, DefinitionError, flow, lambda } from 'asl-builder'
import { z } from 'zod'

/** A Lambda function. */
export const greet = lambda.fn('${GreetArn}', {
  input: z.object({ name: z.string() }),
  output: z.object({ message: z.string(), n: z.number() }),
})
/** An execution's input. */
export const input = z.object({ name: z.string(), names: z.array(z.string()) })
export const query = () => athena.startQueryExecution.sync({ QueryString: 'SELECT 1' })
/** A flow without states. */
export const start = flow('test', { input })
export const any = (value: unknown): any => value // what a caller without types passes

/** What `build` refuses, a line each: code, state, message and hint. */
export function refusals(build: { build(): unknown }): string[] {
  try {
    build.build()
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error
    return error.diagnostics.map(
      ({ code, state, message, hint }) => `${code} in ${state ?? 'the machine'}: ${message} ${hint ?? ''}`,
    )
  }
  return []
}
