import { existsSync, readFileSync } from 'node:fs'

/** The text of docs/diagnostics.md, put in when this package is bundled. */
declare const DIAGNOSTICS_TEXT: string | undefined

/** The section of docs/diagnostics.md on a rule, as it stands there; `undefined` where it has none. */
export function sectionOn(rule: string): string | undefined {
  const start = text().indexOf(`\n## ${rule}\n`)
  if (start < 0) return undefined
  const end = text().indexOf('\n## ', start + 1)
  return text()
    .slice(start + 1, end < 0 ? undefined : end)
    .trim()
}

let read: string | undefined

function text(): string {
  read ??= typeof DIAGNOSTICS_TEXT === 'string' ? DIAGNOSTICS_TEXT : fromSources()
  return read
}

function fromSources(): string {
  const file = new URL('../../../docs/diagnostics.md', import.meta.url)
  return existsSync(file) ? readFileSync(file, 'utf8') : ''
}
