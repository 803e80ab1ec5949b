/** What a Lambda call can fail with that passes by itself. */
export const lambdaRetry = [
  {
    ErrorEquals: [
      'Lambda.ClientExecutionTimeoutException',
      'Lambda.ServiceException',
      'Lambda.AWSLambdaException',
      'Lambda.SdkClientException',
      'Lambda.TooManyRequestsException',
    ],
    IntervalSeconds: 2,
    MaxAttempts: 6,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
] as const

/** Waits that suit what takes a minute. */
const slowly = { IntervalSeconds: 15, BackoffRate: 2, MaxDelaySeconds: 120, JitterStrategy: 'FULL' } as const

/**
 * The same for the export, whose database may be waking up and whose target may be busy. A function in a network that ran
 * for the last time weeks ago has lost its way into it: the first call fails, and has Lambda make another.
 */
export const exportRetry = [
  ...lambdaRetry,
  {
    ErrorEquals: [
      'Lambda.ResourceNotReadyException',
      'Lambda.ResourceConflictException',
      'Lambda.EC2ThrottledException',
      'Lambda.EC2UnexpectedException',
    ],
    ...slowly,
    MaxAttempts: 6,
  },
  { ErrorEquals: ['SourceUnavailableError', 'TargetError'], ...slowly, MaxAttempts: 4 },
] as const

const athenaThrottled = {
  ErrorEquals: ['Athena.TooManyRequestsException', 'Athena.InternalServerException', 'Athena.ThrottlingException'],
  IntervalSeconds: 2,
  MaxAttempts: 6,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
} as const

/** What a read of Athena's results can fail with that passes by itself. */
export const athenaRetry = [athenaThrottled] as const

/**
 * The same for a statement that Athena runs to its end. A statement Athena would not even start is wrong, and stays wrong.
 * One that failed on the way is tried again: a commit conflict is named in its Cause alone, where no Retrier looks, and
 * every statement of the pipeline may run twice.
 */
export const statementRetry = [
  athenaThrottled,
  { ErrorEquals: ['Athena.InvalidRequestException'], MaxAttempts: 0 },
  {
    ErrorEquals: ['States.TaskFailed'],
    IntervalSeconds: 5,
    MaxAttempts: 2,
    BackoffRate: 2,
    MaxDelaySeconds: 60,
    JitterStrategy: 'FULL',
  },
] as const

/** Sends every error to a Fail state, with the name of the state it came from. */
export function catchAll<To extends string>(to: To) {
  return [
    {
      ErrorEquals: ['States.ALL'],
      Output: `{% $merge([$states.errorOutput, { 'State': $states.context.State.Name }]) %}`,
      Next: to,
    },
  ] as const
}
