/** The longest cause that is shown in full, in characters. */
const longest = 600

/** What somebody has to read of a cause: a Lambda function's message without its stack trace, and never pages of text. */
export function causeText(cause: string): string {
  const text = messageIn(cause) ?? cause
  return text.length > longest ? `${text.slice(0, longest)} ...` : text
}

/** The message in the JSON that Lambda (`errorMessage`), Athena (`StateChangeReason`) and AWS SDK calls put into a cause. */
function messageIn(cause: string): string | undefined {
  let value: unknown
  try {
    value = JSON.parse(cause)
  } catch {
    return undefined // most causes are plain text
  }
  if (typeof value !== 'object' || value === null) return undefined
  const { errorType, errorMessage, QueryExecution } = value as Record<string, unknown>
  if (typeof errorMessage === 'string')
    return typeof errorType === 'string' ? `${errorType}: ${errorMessage}` : errorMessage
  const reason = (QueryExecution as { Status?: { StateChangeReason?: unknown } } | undefined)?.Status?.StateChangeReason
  return typeof reason === 'string' ? reason : undefined
}
