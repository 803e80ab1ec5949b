/** Writes one log entry. Fields never hold credentials or values of rows. */
export type Log = (level: 'info' | 'error', message: string, fields?: Record<string, unknown>) => void

/** Log entries as lines of JSON, the way CloudWatch Logs Insights reads them. */
export function jsonLog(write: (line: string) => void, common: Record<string, unknown> = {}): Log {
  return (level, message, fields) => {
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message, ...common, ...fields })}\n`)
  }
}
