import { lambda, stateMachine } from 'asl-builder'
import * as z from 'zod'

const resize = lambda.fn('${ResizeArn}', {
  input: z.object({ key: z.string(), width: z.int() }),
  output: z.object({ key: z.string(), bytes: z.int() }),
})

/** The same work for every item, five at a time. The names inside the processor are checked like those outside. */
export default stateMachine({
  QueryLanguage: 'JSONata',
  StartAt: 'Each picture',
  States: {
    'Each picture': {
      Type: 'Map',
      Items: '{% $states.input.keys %}',
      ItemSelector: { key: '{% $states.context.Map.Item.Value %}', width: '{% $states.input.width %}' },
      MaxConcurrency: 5,
      ItemProcessor: {
        StartAt: 'Resize',
        States: {
          Resize: {
            Type: 'Task',
            ...lambda.invoke(resize, { key: '{% $states.input.key %}', width: '{% $states.input.width %}' }),
            Output: '{% $states.result.Payload %}',
            Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], MaxAttempts: 6, JitterStrategy: 'FULL' }],
            End: true,
          },
        },
      },
      Output: { bytes: '{% $sum($states.result.bytes) %}' },
      End: true,
    },
  },
}).build()
