/** An error the Athena API answers with. `name` is the error's name on the wire, as an SDK client would see it. */
abstract class AthenaApiError extends Error {
  abstract override readonly name: string
  /** `INVALID_INPUT`, `MALFORMED_QUERY` ... where Athena sends one. */
  readonly AthenaErrorCode: string | undefined
  readonly $fault = 'client'

  constructor(message: string, code?: string) {
    super(message)
    this.AthenaErrorCode = code
  }
}

/** The request cannot be taken: no query was started. */
export class InvalidRequestException extends AthenaApiError {
  override readonly name = 'InvalidRequestException'
}

/** More queries are waiting than the lake takes. */
export class TooManyRequestsException extends AthenaApiError {
  override readonly name = 'TooManyRequestsException'
}
