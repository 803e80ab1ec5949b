import { Problem } from './problem.js'

/** Errors that say: these credentials are not, or no longer, good. */
const rejected = new Set([
  'AuthFailure',
  'ExpiredToken',
  'ExpiredTokenException',
  'IncompleteSignature',
  'InvalidClientTokenId',
  'InvalidAccessKeyId',
  'SignatureDoesNotMatch',
  'UnrecognizedClientException',
])
const denied = new Set(['AccessDenied', 'AccessDeniedException', 'Forbidden', 'UnauthorizedOperation'])

/** What an error of an AWS client means to whom typed the command. Errors that are our own come back as they are. */
export function explained(error: unknown): unknown {
  if (!(error instanceof Error) || error instanceof Problem || error.name === 'AbortError') return error
  const { name, message } = error
  const code = (error as NodeJS.ErrnoException).code ?? (error.cause as NodeJS.ErrnoException | undefined)?.code
  if (isCredentialsError(error)) return new Problem(withoutCredentials(message), 2)
  if (rejected.has(name))
    return new Problem(`AWS does not accept these credentials: ${message} Log in again, or choose a --profile.`, 2)
  if (denied.has(name))
    return new Problem(`Not allowed: ${message} The permissions that are needed are in docs/aws.md.`)
  if (code === 'ENOTFOUND' || code === 'ECONNREFUSED' || code === 'EAI_AGAIN' || code === 'ETIMEDOUT')
    return new Problem(`AWS cannot be reached: ${message || code}`)
  if ('$metadata' in error) return new Problem(`AWS refused: ${name}: ${message}`)
  return error
}

/** The same for an error that came after something was begun: it is none of a command that could not begin. */
export function onTheWay(error: unknown): unknown {
  const reason = explained(error)
  return reason instanceof Problem && reason.exitCode === 2 ? new Problem(reason.message, 1) : reason
}

/** What to do without credentials. */
export const withoutCredentials = (detail: string): string =>
  `No AWS credentials: give --profile NAME, or set AWS_PROFILE, or log in (aws configure, aws sso login). ${detail.trim()}`

function isCredentialsError({ name, message }: Error): boolean {
  return (
    name === 'CredentialsProviderError' || name === 'TokenProviderError' || /credential.*(missing|load)/i.test(message)
  )
}

/** The status of the answer that an error of an AWS client came from: an answer to HEAD has no error code. */
export const httpStatus = (error: unknown): number | undefined =>
  (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
