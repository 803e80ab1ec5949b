/** The quotas of Step Functions and the ranges of its fields, each with its unit in the name. */
export const limits = {
  /** UTF-8 bytes of a definition. @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html */
  definitionBytes: 1_048_576,
  /** Characters of a state's name. @see https://states-language.net/spec.html#states-fields */
  stateNameCharacters: 80,
  /** Characters of a variable's name. @see https://states-language.net/spec.html#variables */
  variableNameCharacters: 80,
  /** Characters of a Map's `Label`. @see https://docs.aws.amazon.com/step-functions/latest/dg/state-map-distributed.html */
  labelCharacters: 40,
  /** Seconds of `TimeoutSeconds`, `HeartbeatSeconds`, `IntervalSeconds`, Wait's `Seconds`. */
  seconds: 99_999_999,
  /** Seconds that an execution of an Express machine may take. @see https://docs.aws.amazon.com/step-functions/latest/dg/choosing-workflow-type.html */
  expressSeconds: 300,
  /** Seconds that an HTTP Task may take. @see https://docs.aws.amazon.com/step-functions/latest/dg/call-https-apis.html */
  httpTaskSeconds: 60,
  /** Seconds of a Retrier's `MaxDelaySeconds`: 366 days. */
  maxDelaySeconds: 31_622_400,
  /** A Retrier's `MaxAttempts`. */
  maxAttempts: 99_999_999,
  /** UTF-8 bytes of a state's input, result or output, of one variable, of one `Assign`. */
  dataBytes: 262_144,
  /** UTF-8 bytes of all variables of an execution. */
  variablesBytes: 10_485_760,
  /** Events in the history of a Standard execution. */
  historyEvents: 25_000,
  /** Nested intrinsic functions in one field. */
  intrinsicNesting: 10,
  /** Elements of an array that `States.ArrayRange` makes. @see https://docs.aws.amazon.com/step-functions/latest/dg/intrinsic-functions.html */
  arrayRangeItems: 1000,
  /** UTF-8 bytes of a batch (`ItemBatcher.MaxInputBytesPerBatch`). */
  batchBytes: 262_144,
  /** `ReaderConfig.MaxItems`. */
  maxItems: 100_000_000,
  /** Characters of `ReaderConfig.ItemsPointer`. */
  itemsPointerCharacters: 2000,
} as const
