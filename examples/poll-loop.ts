import { stateMachine } from 'asl-builder'

/** Starts a job and asks until it is done: a loop with a way out, and a limit for the whole. */
export default stateMachine({
  QueryLanguage: 'JSONata',
  TimeoutSeconds: 3600,
  StartAt: 'Start',
  States: {
    Start: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:textract:startDocumentAnalysis',
      Arguments: { DocumentLocation: { S3Object: '{% $states.input.document %}' }, FeatureTypes: ['TABLES'] },
      Assign: { jobId: '{% $states.result.JobId %}' },
      Next: 'Wait a little',
    },
    'Wait a little': { Type: 'Wait', Seconds: 10, Next: 'Ask' },
    Ask: {
      Type: 'Task',
      Resource: 'arn:aws:states:::aws-sdk:textract:getDocumentAnalysis',
      Arguments: { JobId: '{% $jobId %}', MaxResults: 1 },
      Next: 'Done?',
    },
    'Done?': {
      Type: 'Choice',
      Choices: [
        { Condition: "{% $states.input.JobStatus = 'SUCCEEDED' %}", Next: 'Done' },
        { Condition: "{% $states.input.JobStatus = 'IN_PROGRESS' %}", Next: 'Wait a little' },
      ],
      Default: 'Failed',
    },
    Done: { Type: 'Succeed', Output: { jobId: '{% $jobId %}' } },
    Failed: { Type: 'Fail', Error: 'AnalysisFailed', Cause: "{% 'The job ' & $jobId & ' did not succeed.' %}" },
  },
}).build()
