/** What a Task's `Resource` says. */
export type Resource =
  /** `arn:aws:lambda:…:function:NAME` */
  | { readonly kind: 'lambda'; readonly arn: string; readonly functionName: string }
  /** `arn:aws:states:…:activity:NAME` */
  | { readonly kind: 'activity'; readonly arn: string }
  | {
      readonly kind: 'service'
      readonly arn: string
      /** As events name it: `lambda`, `aws-sdk:dynamodb`. */
      readonly service: string
      /** As events name it, pattern included: `startExecution.sync:2`. */
      readonly action: string
      readonly pattern: 'call' | 'sync' | 'callback'
    }

/** Reads a Task's `Resource`; anything that is no Lambda function and no service stands for an activity. */
export function readResource(arn: string): Resource {
  const lambda = /^arn:[^:]*:lambda:[^:]*:[^:]*:function:([^:]+)/.exec(arn)
  if (lambda) return { kind: 'lambda', arn, functionName: lambda[1]! }
  const service = /^arn:[^:]*:states:[^:]*:[^:]*:((?:aws-sdk:)?[^:]+):([^:]+(?::2)?)$/.exec(arn)
  if (!service || service[1] === 'activity') return { kind: 'activity', arn }
  const action = service[2]!
  const pattern = action.endsWith('.waitForTaskToken') ? 'callback' : /\.sync(:2)?$/.test(action) ? 'sync' : 'call'
  return { kind: 'service', arn, service: service[1]!, action, pattern }
}
