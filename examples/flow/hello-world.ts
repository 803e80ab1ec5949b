import { flow, lambda } from 'asl-builder'
import { z } from 'zod'

const greet = lambda.fn('${GreetArn}', {
  input: z.object({ name: z.string() }),
  output: z.object({ message: z.string() }),
})

/** One Lambda function, typed by its schemas. */
export default flow('Greets', { input: z.object({ name: z.string() }) })
  .task('HelloWorld', ({ input }) => lambda.invoke(greet, { name: input.name }))
  .build()
