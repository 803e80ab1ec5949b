import type { Diagnostic } from './diagnostic.js'

/**
 * Diagnostics as text, one under the other.
 *
 *     error MISSING_TRANSITION_TARGET at /States/Extract/Next
 *       Missing 'Next' target: Trasform
 *       No state beside "Extract" has that name. Did you mean "Transform"?
 */
export function printDiagnostics(diagnostics: readonly Diagnostic[]): string {
  return diagnostics.map(printDiagnostic).join('\n')
}

function printDiagnostic({ severity, code, rule, message, hint, location, key }: Diagnostic): string {
  const name = code === rule ? code : `${code} (${rule})`
  if (location.startsWith('['))
    return [`${severity.toLowerCase()} ${name}`, ...indented(message.split('\n')[0]!), ...indented(hint ?? '')].join(
      '\n',
    )
  const place = location === '' ? '' : ` at ${location}${key === undefined ? '' : `, "${key}"`}`
  const lines = [`${severity.toLowerCase()} ${name}${place}`, ...indented(message), ...(hint ? indented(hint) : [])]
  return lines.join('\n')
}

const indented = (text: string): string[] => text.split('\n').map((line) => `  ${line}`)
