import { eq, flow, fragment, isPresent, present, task, text } from 'asl-builder'
import { z } from 'zod'

/** Tells somebody; used twice, the second time under a prefix. */
const tell = fragment<{ input: { id: string; email?: string | undefined } }>()((flow) =>
  flow.choice('Anybody to tell?', (when) =>
    when
      .if(
        ({ input }) => isPresent(input.email),
        (known) =>
          known.task('Send mail', ({ input }) =>
            task({
              Resource: 'arn:aws:states:::aws-sdk:sesv2:sendEmail',
              Arguments: {
                FromEmailAddress: '${Sender}',
                Destination: { ToAddresses: [present(input.email)] },
                Content: {
                  Simple: { Subject: { Data: text`Order ${input.id}` }, Body: { Text: { Data: 'See above.' } } },
                },
              },
            }),
          ),
      )
      .otherwise((nobody) => nobody),
  ),
)

/** Waits until a person has answered, at most a day; whatever else fails ends in one place. */
export default flow('Approves an order', {
  input: z.object({ id: z.string(), email: z.string().optional(), publishAt: z.iso.datetime().nullable() }),
  catch: (on) =>
    on.error(['States.ALL'], (failed) =>
      failed.fail('Not handled', ({ error, failedState }) => ({
        Error: 'NotHandled',
        Cause: text`${failedState}: ${error.Error}`,
      })),
    ),
})
  .use(tell)
  .task(
    'Ask',
    ({ input, context }) =>
      task({
        Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
        Arguments: { QueueUrl: '${QueueUrl}', MessageBody: { order: input.id, token: context.Task.Token } },
      }),
    {
      TimeoutSeconds: 86_400,
      assign: ({ result }) => ({ answer: result.answer }),
      catch: (on) => on.error(['States.Timeout'], (late) => late.assign(() => ({ answer: 'none' }))),
    },
  )
  .choice('Approved?', (when) =>
    when
      .if(
        ({ vars }) => eq(vars.answer, 'yes'),
        (yes) => yes.wait('Until it may be seen', { Timestamp: ({ input }) => present(input.publishAt) }),
      )
      .otherwise((no) => no.use(tell, { prefix: 'Refused: ' }).succeed('Refused')),
  )
  .pass('Published', ({ input }) => ({ order: input.id }))
  .build()
