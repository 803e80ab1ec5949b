import { styles, visible, type Styles } from '../styles.js'
import type { FileReport, Finding, Format } from './report.js'

/** For people: each finding with the line it is on, a caret under the place, and what to do. */
export const pretty: Format = (report, { colour }) => {
  const style = styles(colour)
  const blocks = report.files.flatMap((file) => {
    const lines = file.text.split('\n')
    return file.machines.flatMap(({ findings }) => findings.map((finding) => block(file, lines, finding, style)))
  })
  return blocks.join('')
}

function block({ file }: FileReport, lines: readonly string[], finding: Finding, style: Styles): string {
  const isError = finding.severity === 'ERROR'
  const severity = isError ? style.red('error') : style.yellow('warning')
  const state = finding.state === undefined ? '' : style.dim(` in "${visible(finding.state)}"`)
  const rule = finding.rule === undefined || finding.rule === finding.code ? '' : ` (${finding.rule})`
  const place = style.underline(`${visible(file)}:${finding.line}:${finding.column}`)
  const message = indented(visible(finding.message))
  const hint = finding.hint ? indented(style.cyan(visible(finding.hint))) : ''
  return `${place}  ${severity} ${style.bold(finding.code)}${rule}${state}\n${message}${frame(lines, finding, style)}${hint}\n`
}

function indented(text: string): string {
  return text
    .split('\n')
    .map((line) => `  ${line}\n`)
    .join('')
}

/** Characters of a line that are shown: minified files have one line only. */
const width = 100

function frame(lines: readonly string[], finding: Finding, style: Styles): string {
  const { line, column, endLine, endColumn } = finding
  const written = (lines[line - 1] ?? '').replace(/\r$/, '')
  if (written.trim() === '') return ''
  const gutter = String(line).length
  const from = column - 1 > width - 30 ? column - 1 - 40 : 0
  const first = Math.max(1, line - (from === 0 ? 1 : 0))
  const shown: string[] = []
  for (let number = first; number <= line; number++) {
    const text = excerpt((lines[number - 1] ?? '').replace(/\r$/, ''), from)
    const mark = number === line ? style.red('>') : ' '
    shown.push(`  ${mark} ${style.dim(`${String(number).padStart(gutter)} |`)} ${text}`)
  }
  const end = endLine === line ? endColumn - 1 : written.length
  const start = column - 1 - from + (from > 0 ? 1 : 0)
  const length = Math.max(1, Math.min(end - (column - 1), width - start, written.length - (column - 1)))
  shown.push(`    ${style.dim(`${' '.repeat(gutter)} |`)} ${' '.repeat(start)}${style.red('^'.repeat(length))}`)
  return `${shown.join('\n')}\n`
}

function excerpt(line: string, from: number): string {
  const text = visible(line.slice(from, from + width).replaceAll('\t', ' '))
  return `${from > 0 ? '…' : ''}${text}${line.length > from + width ? '…' : ''}`
}
