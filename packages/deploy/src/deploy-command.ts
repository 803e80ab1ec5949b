import type { Progress } from './bring-stack.js'
import { commonFlags, commonHelp, environmentOf, readFlags } from './command-line.js'
import { connect } from './connection.js'
import { deploy, type StepResult } from './deploy.js'
import { onTheWay } from './explain-error.js'
import { planText } from './plan-text.js'
import { plan, type PlannedStep } from './plan.js'
import { Problem } from './problem.js'
import { freeParameters, readParameters, type FunctionPackage, type Request } from './steps.js'
import type { Terminal } from './terminal.js'

const help = `pnpm deploy:aws [--dry-run] [--yes] [--env NAME] [--profile NAME] [--region NAME] ...

Deploys the pipeline: the data lake's bucket, MySQL, the function's package, the state machine. What is there already and
the same is left as it is.

  --dry-run            print the plan and every call it would make, and make none that changes anything
  --yes                do as planned without a question
  --bucket NAME        the data lake's bucket: a new name, or a bucket of yours; default: datalake-<env>-<account>-<region>
  --parameter N=VALUE  a parameter of the templates, as often as needed; it stays until it is given again:
                       ${wrapped(freeParameters)}
  --quicksight         the dashboard's stack too
  --allow-replacement  also where that replaces or removes a resource that holds data
${commonHelp}
`

function wrapped(names: readonly string[]): string {
  const rows = names.reduce<string[]>((lines, name) => {
    const last = lines.at(-1)
    if (last === undefined || last.length + name.length > 90) return [...lines, name]
    return [...lines.slice(0, -1), `${last}, ${name}`]
  }, [])
  return rows.join(',\n                       ')
}

const flags = {
  ...commonFlags,
  'dry-run': { type: 'boolean' },
  yes: { type: 'boolean' },
  bucket: { type: 'string' },
  parameter: { type: 'string', multiple: true },
  quicksight: { type: 'boolean' },
  'allow-replacement': { type: 'boolean' },
} as const

/**
 * `pnpm deploy:aws`.
 *
 * @param makePackage Writes the function's package; called once the command line is found right.
 * @returns The exit code.
 * @throws Problem, or an error of an AWS client.
 */
export async function deployCommand(
  args: readonly string[],
  terminal: Terminal,
  makePackage: () => Promise<FunctionPackage>,
): Promise<number> {
  const values = readFlags(flags, args)
  if (values.help) {
    terminal.out(help)
    return 0
  }
  const environment = environmentOf(values.env)
  const isDry = values['dry-run'] ?? false
  if (values.bucket !== undefined && !/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/.test(values.bucket))
    throw new Problem(`"${values.bucket}" cannot be a bucket's name: 3 to 63 lower case letters, digits, - and .`, 2)
  const parameters = readParameters(values.parameter ?? [])
  const connection = connect(values)
  const request: Request = {
    environment,
    package: await makePackage(),
    ...(values.bucket === undefined ? {} : { bucket: values.bucket }),
    quicksight: values.quicksight ?? false,
    parameters,
  }
  const planned = await plan(connection, terminal.signal, request, { mayBeBlind: isDry })
  const region = await connection.region().catch(() => undefined)
  const head = `${environment} in ${region ?? 'a region not chosen yet'}\n`
  if (isDry) {
    terminal.err(head)
    terminal.out(
      values.json
        ? json({ environment, region: region ?? null, blind: planned.blind ?? null, steps: planned.steps.map(asData) })
        : planText(planned, { calls: true }),
    )
    return planned.steps.some(({ action }) => action === 'stuck') ? 1 : 0
  }
  terminal.err(`${head}${planText(planned, { calls: false })}`)
  for (const { action, because, step } of planned.steps)
    if (action === 'stuck' && step.kind === 'stack') throw new Problem(`${step.stackName}: ${because}`)
  if (!values.yes) await expectConsent(terminal)

  const progress: Progress = {}
  try {
    const mayReplace = values['allow-replacement'] ?? false
    const results = await deploy(connection, terminal, planned.steps, { mayReplace }, progress)
    terminal.out(values.json ? json({ environment, region, steps: results }) : resultText(results))
    if (!values.json) terminal.err(`Deployed. Next: pnpm aws:start${values.env ? ` --env ${environment}` : ''}\n`)
    return 0
  } catch (error) {
    if (progress.underWay !== undefined || terminal.signal.aborted)
      terminal.err(stoppedText(progress, connection.cliFlags))
    throw onTheWay(error)
  }
}

async function expectConsent({ ask }: Terminal): Promise<void> {
  if (!ask) throw new Problem('Nobody is here to agree to this plan: say --yes, or look at it with --dry-run.', 2)
  const answer = await ask('Do this? [y/N] ')
  if (!/^y(es)?$/i.test(answer.trim())) throw new Problem('Nothing was done.', 2)
}

/** What to know after Ctrl-C, or when credentials expired on the way: following stops, CloudFormation does not. */
function stoppedText({ underWay }: Progress, cliFlags: string): string {
  if (underWay === undefined) return 'Stopped. Nothing is under way in CloudFormation.\n'
  return (
    `Stopped following. CloudFormation goes on with ${underWay}. To see it:\n` +
    `  aws cloudformation describe-stack-events --stack-name ${underWay}${cliFlags}\n` +
    `The same command again follows it to its end and does the rest.\n`
  )
}

const asData = ({ shown, action, because, calls }: PlannedStep) => ({ ...shown, action, because, calls })

function resultText(results: readonly StepResult[]): string {
  const lines = results.flatMap((result) => {
    if (result.kind === 'upload') return [`s3://${result.bucket}/${result.key}: ${result.result}`]
    const outputs = Object.entries(result.outputs).map(([name, value]) => `  ${name}=${value}`)
    return [`${result.stackName}: ${result.result}`, ...outputs]
  })
  return `${lines.join('\n')}\n`
}

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`
