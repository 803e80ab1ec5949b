/** A lake that cannot be opened now: another process has it, it cannot be made, or its catalogue is not one. The message says which, and where. */
export class UnavailableLakeError extends Error {
  override readonly name = 'UnavailableLakeError'
}
