import { expect, test } from 'vitest'
import { z } from 'zod'
import { lambda } from '../services/lambda.js'
import { flow } from './flow.js'

const greet = lambda.fn('${GreetArn}', {
  input: z.object({ name: z.string() }),
  output: z.object({ message: z.string() }),
})
const input = z.object({ name: z.string() })

test('states follow one another, and a result that is read is kept in a variable', () => {
  const machine = flow('hello', { input })
    .task('Greet', (here) => lambda.invoke(greet, { name: here.input.name }))
    .pass('Answer', ({ results }) => ({ said: results.Greet.message }))
    .build()
  expect(machine).toEqual({
    Comment: 'hello',
    QueryLanguage: 'JSONata',
    StartAt: 'Greet',
    States: {
      Greet: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Arguments: { FunctionName: '${GreetArn}', Payload: { name: '{% $states.context.Execution.Input.name %}' } },
        Output: '{% $states.result.Payload %}',
        Assign: { greet: '{% $states.result.Payload %}' },
        Next: 'Answer',
      },
      Answer: { Type: 'Pass', Output: { said: '{% $greet.message %}' }, End: true },
    },
  })
})
