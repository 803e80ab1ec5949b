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

/** The same for the export, whose database may be waking up and whose target may be busy. */
export const exportRetry = [
  ...lambdaRetry,
  {
    ErrorEquals: ['SourceUnavailableError', 'TargetError'],
    IntervalSeconds: 15,
    MaxAttempts: 4,
    BackoffRate: 2,
    MaxDelaySeconds: 120,
    JitterStrategy: 'FULL',
  },
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

/**
 * The reason in an error's Cause: Athena's StateChangeReason or a function's errorMessage, which lie in JSON text that may
 * have been cut off, so it is searched and not parsed; else the whole Cause. AWS allows 32,768 characters; a chain of
 * causes stays below.
 */
const reason = `(
  $cause := $exists($states.input.Cause) ? $string($states.input.Cause) : '';
  $found := $match($cause, /"(?:StateChangeReason|errorMessage)" *: *"((?:\\\\.|[^"])*)"/, 1);
  $substring($exists($found) ? $replace($found[0].groups[0], '\\\\"', '"') : $cause, 0, 10000)
)`

/** A Fail state's Cause in words: which state failed, with which error, and why. */
export const failureCause = failureSentence(`''`)

/** The same for the MERGE, which can only write to an Iceberg table: it says so when Athena's reason points there. */
export function mergeFailureCause(table: string): string {
  const hint = `. MERGE needs "${table}" to be an Iceberg table. If it is a view, drop or rename the view and run again.`
  return failureSentence(`($contains($reason, /view|not supported|not_supported/i) ? '${hint}' : '')`)
}

function failureSentence(hint: string): string {
  return `{% (
  $reason := ${reason};
  '"' & $states.input.State & '" failed with ' & $states.input.Error & ($reason = '' ? '.' : ': ' & $reason) & ${hint}
) %}`
}
