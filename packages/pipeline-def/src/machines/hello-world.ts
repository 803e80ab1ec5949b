import { stateMachine } from 'asl-builder'
import { parameters } from '../parameters.js'
import { lambdaRetry } from './resilience.js'

/** The tutorial's first machine: one function that says hello. */
export const helloWorld = stateMachine({
  Comment: 'A Hello World example using an AWS Lambda function',
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 300,
  StartAt: 'HelloWorld',
  States: {
    HelloWorld: {
      Type: 'Task',
      Resource: String(parameters.lambdaArn),
      TimeoutSeconds: 60,
      Retry: lambdaRetry,
      End: true,
    },
  },
}).build()
