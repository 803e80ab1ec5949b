/** A Map in a Parallel, a Catcher, a Choice with a loop: what a page has to show. */
export const orders = {
  Comment: 'Orders & "refunds" <b>',
  QueryLanguage: 'JSONata',
  StartAt: 'Read orders',
  States: {
    'Read orders': {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: 'read-orders' },
      Assign: { count: '{% $count($states.result.orders) %}' },
      Output: '{% $states.result %}',
      Retry: [{ ErrorEquals: ['Lambda.TooManyRequestsException'], IntervalSeconds: 2, MaxAttempts: 3 }],
      Next: 'Any orders?',
    },
    'Any orders?': {
      Type: 'Choice',
      Choices: [{ Condition: '{% $count > 0 %}', Next: 'Each order' }],
      Default: 'Nothing to do',
    },
    'Each order': {
      Type: 'Map',
      Items: '{% $states.input.orders %}',
      ItemProcessor: {
        StartAt: 'Charge <script>alert(1)</script>',
        States: {
          'Charge <script>alert(1)</script>': {
            Type: 'Task',
            Resource: 'arn:aws:states:::lambda:invoke',
            Arguments: { FunctionName: 'charge', Payload: '{% $states.input %}' },
            Catch: [{ ErrorEquals: ['Card.Refused'], Next: 'Refund' }],
            End: true,
          },
          Refund: { Type: 'Pass', Output: '{% { "refunded": $states.input } %}', End: true },
        },
      },
      Next: 'Ship',
    },
    Ship: { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'ship' }, End: true },
    'Nothing to do': { Type: 'Succeed' },
  },
}
