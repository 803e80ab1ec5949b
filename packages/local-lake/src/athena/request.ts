import { InvalidRequestException } from './errors.js'

/** A workgroup: where results go, and whether that beats what the request says. */
export interface WorkGroup {
  /** `s3://bucket/prefix/`. */
  readonly outputLocation?: string
  /** Athena's `EnforceWorkGroupConfiguration`. Default false. */
  readonly enforced?: boolean
}

/** Where results go, with one slash behind it. @throws {InvalidRequestException} */
export function resultsLocation(
  workGroups: Readonly<Record<string, WorkGroup>>,
  workGroup: string,
  asked: string | undefined,
): string {
  const settings = Object.hasOwn(workGroups, workGroup) ? workGroups[workGroup]! : undefined
  if (!settings) throw invalid('WorkGroup is not found.', 'INVALID_INPUT')
  const location = settings.enforced ? settings.outputLocation : (asked ?? settings.outputLocation)
  if (location === undefined)
    throw invalid(
      'No output location provided. An output location is required either through the Workgroup result configuration setting or as an API input.',
      'INVALID_INPUT',
    )
  // Three characters at least in a bucket's name, and no way out of the folder.
  if (
    !/^s3:\/\/[a-z0-9][a-z0-9._-]+[a-z0-9](?:\/[^\0\\]*)?$/i.test(location) ||
    /\/\.{1,2}(?:\/|$)|[^:]\/\//.test(location)
  )
    throw invalid('outputLocation is not a valid S3 path.', 'INVALID_INPUT')
  return location.endsWith('/') ? location : `${location}/`
}

/** @throws {InvalidRequestException} for a token Athena would not take. */
export function checkToken(token: string): void {
  if (token.length < 32)
    throw invalid(
      "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length greater than or equal to 32",
      'INVALID_INPUT',
    )
  if (token.length > 128)
    throw invalid(
      "1 validation error detected: Value at 'clientRequestToken' failed to satisfy constraint: Member must have length less than or equal to 128",
      'INVALID_INPUT',
    )
  if (Buffer.byteLength(token) > 128)
    throw invalid('clientRequestToken exceeds maximum allowed length 128', 'INVALID_INPUT')
}

/** What Athena calls the result of each kind of statement. */
export function resultName(id: string, kind: string): string {
  if (kind === 'INSERT') return id
  if (kind === 'CREATE_TABLE_AS_SELECT') return `tables/${id}`
  return ['SELECT', 'UPDATE', 'DELETE', 'MERGE', 'UNKNOWN'].includes(kind) ? `${id}.csv` : `${id}.txt`
}

/** The byte a page begins at. @throws {InvalidRequestException} */
export function offsetOf(token: string): number {
  const text = Buffer.from(token, 'base64url').toString()
  const offset = Number(text)
  if (!/^\d+$/.test(text) || !Number.isSafeInteger(offset)) throw invalid('Invalid NextToken', 'INVALID_INPUT')
  return offset
}

export function invalid(message: string, code: string): InvalidRequestException {
  return new InvalidRequestException(message, code)
}
