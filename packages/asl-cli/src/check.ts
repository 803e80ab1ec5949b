import { statSync, writeFileSync } from 'node:fs'
import { relative, resolve } from 'node:path'
import { checkFiles } from './check-files.js'
import { command, expectOneOf, UsageError } from './command.js'
import { levels, readConfig, type Level } from './config.js'
import { findFiles } from './files/find-files.js'
import { Ignores } from './ignores.js'
import type { Io } from './io.js'
import { formatNames, formats, type FormatName } from './report/formats.js'
import type { Report } from './report/report.js'
import { expectRule, knownRules } from './rules.js'
import { styles } from './styles.js'

const help = `asl check: find what AWS would refuse (errors), and what was surely not meant (warnings).

Usage: asl check [flags] [files, folders, globs, -]      default: the current folder

Reads Amazon States Language as JSON or YAML, CloudFormation and SAM templates, Terraform's
.tf.json, and TypeScript or JavaScript modules that export machines (they are run).

  --format NAME        ${formatNames.slice(0, 4).join(', ')},
                       ${formatNames.slice(4).join(', ')}    default: pretty, or github in GitHub Actions
  --output FILE        write the report there
  --fail-on LEVEL      error (default) or warning: what makes the exit code 1
  --max-warnings N     more warnings than this make it 1 too
  --quiet, -q          report errors only
  --type TYPE          STANDARD or EXPRESS, for machines whose file does not say
  --rule NAME=LEVEL    count a rule's findings as off, warning or error; may be repeated
  --config FILE        levels and ignores, each with its reason (asl-check.schema.json)
  --allow-empty        finding no state machine is fine
  --cwd DIR            work in that folder

Exit codes: 0 clean, 1 findings, 2 a wrong command line, or something that could not be read, parsed or found.

Examples:
  asl check                                      every definition and template below this folder
  asl check '**/*.asl.json' '!legacy/**'         globs, and what to leave out
  asl check --type EXPRESS machine.asl.yaml      with the rules of Express
  asl check template.yaml --format sarif --output asl.sarif
  aws stepfunctions describe-state-machine ... --query definition --output text | asl check -
`

/** `asl check`: flags in, exit code out. */
export const check = command({
  help,
  options: {
    format: { type: 'string', choices: formatNames },
    output: { type: 'string' },
    'fail-on': { type: 'string', choices: ['error', 'warning'] },
    'max-warnings': { type: 'string', integer: true },
    quiet: { type: 'boolean', short: 'q' },
    type: { type: 'string', choices: ['STANDARD', 'EXPRESS'] },
    rule: { type: 'string', multiple: true },
    config: { type: 'string' },
    'allow-empty': { type: 'boolean' },
    cwd: { type: 'string' },
  },
  async run({ values, positionals }, process_) {
    const io = values.cwd === undefined ? process_ : { ...process_, cwd: folder(process_.cwd, values.cwd) }
    const rules = knownRules()
    const config =
      values.config === undefined ? undefined : readConfig(resolve(io.cwd, values.config), values.config, rules)
    const ignores = config && new Ignores(config)
    const levelOf = { ...config?.rules, ...levelsIn(values.rule ?? [], rules) }
    const allowEmpty = values['allow-empty'] ?? false
    const found = await findFiles(positionals, io.cwd)
    if (allowEmpty) found.unmatched = found.unmatched.filter(({ optional }) => !optional)
    const checked = await checkFiles(
      found,
      { type: values.type ?? config?.type, rules: levelOf, ignores, allowEmpty },
      io,
    )

    const { report, machines, notes } = checked
    const unused = ignores?.unused(relative(io.cwd, resolve(io.cwd, values.config!)).replaceAll('\\', '/'))
    if (unused) {
      report.files.push(unused)
      report.warnings += unused.machines[0]!.findings.length
    }
    const failOn = values['fail-on'] ?? 'error'
    const format = values.format ?? (io.env['GITHUB_ACTIONS'] === 'true' ? 'github' : 'pretty')
    await write(values.quiet ? errorsOnly(report) : report, format, failOn, values.output, io)
    if (!values.quiet) for (const note of notes) io.err(`note: ${note}\n`)
    const nothing = machines === 0 && !checked.broken && !allowEmpty
    if (nothing) io.err('asl check: no state machine was found (--allow-empty accepts that).\n')
    else if (!values.quiet) io.err(summary(report, machines, io))

    if (checked.broken || nothing) return 2
    const tooMany = values['max-warnings'] !== undefined && report.warnings > Number(values['max-warnings'])
    return report.errors > 0 || tooMany || (failOn === 'warning' && report.warnings > 0) ? 1 : 0
  },
})

function folder(from: string, name: string): string {
  const path = resolve(from, name)
  if (!statSync(path, { throwIfNoEntry: false })?.isDirectory())
    throw new UsageError(`--cwd: there is no folder "${name}".`)
  return path
}

function levelsIn(settings: readonly string[], known: ReadonlySet<string>): Record<string, Level> {
  const result: Record<string, Level> = {}
  for (const setting of settings) {
    const [, name, level] = /^([^=]*)=(.*)$/.exec(setting) ?? []
    if (name === undefined || level === undefined) throw new UsageError(`--rule takes NAME=LEVEL, not "${setting}".`)
    expectRule(name, known)
    expectOneOf(`The level of ${name}`, level, levels)
    result[name] = level as Level
  }
  return result
}

async function write(
  report: Report,
  name: FormatName,
  failOn: 'error' | 'warning',
  output: string | undefined,
  io: Io,
): Promise<void> {
  const format = await formats[name]()
  const text = format(report, { colour: io.colour && output === undefined, env: io.env, cwd: io.cwd, failOn })
  if (output === undefined) return io.out(text)
  try {
    writeFileSync(resolve(io.cwd, output), text)
  } catch (error) {
    throw new UsageError(`The report could not be written: ${(error as Error).message}`)
  }
}

function errorsOnly(report: Report): Report {
  const files = report.files.map((file) => ({
    ...file,
    machines: file.machines.map((machine) => ({
      ...machine,
      findings: machine.findings.filter(({ severity }) => severity === 'ERROR'),
    })),
  }))
  return { ...report, files }
}

function summary({ errors, warnings, files }: Report, machines: number, io: Io): string {
  const style = styles(io.colourErr)
  const count = (number: number, word: string): string => `${number} ${word}${number === 1 ? '' : 's'}`
  const checked = `${count(machines, 'state machine')} in ${count(files.length, 'file')}`
  if (errors + warnings === 0) return `${style.green('ok')}: ${checked}, nothing found.\n`
  const found = [
    errors > 0 && style.red(count(errors, 'error')),
    warnings > 0 && style.yellow(count(warnings, 'warning')),
  ]
  return `${found.filter(Boolean).join(', ')} in ${checked}.\n`
}
