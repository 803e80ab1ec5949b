import { stateMachine } from 'asl-builder'

/** Two branches at the same time; when one fails, both end and the machine says what happened. */
export default stateMachine({
  QueryLanguage: 'JSONata',
  StartAt: 'Look up',
  States: {
    'Look up': {
      Type: 'Parallel',
      Branches: [
        {
          StartAt: 'Customer',
          States: {
            Customer: {
              Type: 'Task',
              Resource: 'arn:aws:states:::dynamodb:getItem',
              Arguments: { TableName: '${CustomersTable}', Key: { id: { S: '{% $states.input.customer %}' } } },
              Output: '{% $states.result.Item %}',
              End: true,
            },
          },
        },
        {
          StartAt: 'Price',
          States: {
            Price: {
              Type: 'Task',
              Resource: 'arn:aws:states:::lambda:invoke',
              Arguments: { FunctionName: '${PriceArn}', Payload: '{% $states.input %}' },
              Output: '{% $states.result.Payload %}',
              End: true,
            },
          },
        },
      ],
      Output: { customer: '{% $states.result[0] %}', price: '{% $states.result[1] %}' },
      Catch: [{ ErrorEquals: ['States.ALL'], Assign: { failure: '{% $states.errorOutput %}' }, Next: 'Tell' }],
      End: true,
    },
    Tell: {
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Arguments: { TopicArn: '${AlarmsTopic}', Message: "{% $failure.Error & ': ' & $failure.Cause %}" },
      Next: 'Failed',
    },
    Failed: { Type: 'Fail', Error: '{% $failure.Error %}', Cause: '{% $failure.Cause %}' },
  },
}).build()
