import { stateMachine } from 'asl-builder'

/** One Lambda function. */
export default stateMachine({
  Comment: 'A Hello World example using an AWS Lambda function',
  StartAt: 'HelloWorld',
  States: {
    HelloWorld: { Type: 'Task', Resource: '${HelloArn}', End: true },
  },
}).build()
