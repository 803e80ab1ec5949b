/**
 * What somebody can do something about: a wrong command line, missing credentials, a stack that failed. The message is the
 * whole of what they see.
 */
export class Problem extends Error {
  override readonly name = 'Problem'
  /** 2 when nothing was tried (command line, credentials, consent); 1 when AWS was asked and said no. */
  readonly exitCode: 1 | 2

  constructor(message: string, exitCode: 1 | 2 = 1) {
    super(message)
    this.exitCode = exitCode
  }
}
