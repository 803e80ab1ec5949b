import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'

/** The folder that holds `corpus/`, `conformance/` and `bench/`; `undefined` (and a line on standard error) without `ASL_RECORDINGS`. */
export const recordings = process.env['ASL_RECORDINGS']
if (!recordings || !existsSync(join(recordings, 'conformance'))) {
  console.error('Recordings of AWS are not replayed: ASL_RECORDINGS names no folder with corpus/ and conformance/.')
}

/** A JSON file of the recordings. */
export const readRecording = <Value>(path: string): Value =>
  JSON.parse(readFileSync(join(recordings!, path), 'utf8')) as Value

/** A case of `conformance/cases`, as far as the tests here read it. */
export interface ConformanceCase {
  id: string
  definition?: unknown
  definitionText?: string
}

/** All cases of one kind. */
export function conformanceCases(kind: string): ConformanceCase[] {
  const folder = join(recordings!, 'conformance/cases', kind)
  return readdirSync(folder).flatMap(
    (file) => readRecording<{ cases: ConformanceCase[] }>(join('conformance/cases', kind, file)).cases,
  )
}
