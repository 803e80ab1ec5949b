/** Why a text in one of the small languages could not be read. */
export interface ParseError {
  /** One sentence that says what was expected. */
  message: string
  /** Where reading stopped: characters (UTF-16) from the start of the text. */
  offset: number
}

/** Whether reading ended in a {@link ParseError}. */
export const isParseError = (result: object): result is ParseError => 'message' in result && 'offset' in result
