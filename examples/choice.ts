import { stateMachine } from 'asl-builder'

/** Goes on by what the data says. */
export default stateMachine({
  QueryLanguage: 'JSONata',
  StartAt: 'How big?',
  States: {
    'How big?': {
      Type: 'Choice',
      Choices: [
        { Condition: '{% $states.input.total > 1000 %}', Next: 'Ask a person' },
        { Condition: '{% $states.input.total > 0 %}', Next: 'Approve' },
      ],
      Default: 'Nothing to pay',
    },
    'Ask a person': {
      Type: 'Task',
      Resource: 'arn:aws:states:::sqs:sendMessage.waitForTaskToken',
      Arguments: {
        QueueUrl: '${ApprovalsUrl}',
        MessageBody: { order: '{% $states.input %}', token: '{% $states.context.Task.Token %}' },
      },
      TimeoutSeconds: 86_400,
      Next: 'Approve',
    },
    Approve: { Type: 'Pass', Output: { approved: true }, End: true },
    'Nothing to pay': { Type: 'Fail', Error: 'NothingToPay', Cause: 'The total of an order is more than nothing.' },
  },
}).build()
