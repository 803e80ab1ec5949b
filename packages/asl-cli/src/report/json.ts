import type { Format } from './report.js'

/** The report as data: `{ files, errors, warnings }`. */
export const json: Format = ({ files, errors, warnings }) => {
  const data = {
    files: files.map(({ file, machines }) => ({
      file,
      machines: machines.map(({ pointer, valid, findings }) => ({
        pointer,
        valid,
        diagnostics: findings.map(({ rule: _, ...finding }) => finding),
      })),
    })),
    errors,
    warnings,
  }
  return `${JSON.stringify(data, null, 2)}\n`
}
