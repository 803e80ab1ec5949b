import { givenText, type Plan, type PlannedCall, type PlannedStep } from './plan.js'

/** A plan for somebody to read: what is done to what and why, and on request every call. */
export function planText({ steps, blind }: Plan, { calls }: { calls: boolean }): string {
  const lines = steps.flatMap((planned, at) => [
    `${at + 1}. ${subject(planned)}: ${verb(planned)} (${planned.because})`,
    ...details(planned),
    ...(calls ? planned.calls.map(callLine) : []),
  ])
  if (blind !== undefined) lines.push(`AWS could not be asked, so it is open what exists and what differs. ${blind}`)
  return lines.map((line) => `${line}\n`).join('')
}

function subject({ step }: PlannedStep): string {
  return step.kind === 'stack' ? `${step.stackName} from ${step.file}` : `s3://${givenText(step.bucket)}/${step.key}`
}

function verb({ action }: PlannedStep): string {
  if (action === 'unknown') return 'create, update or leave as it is'
  if (action === 'stuck') return 'cannot go on'
  return action
}

function details({ step }: PlannedStep): string[] {
  if (step.kind === 'upload') return [`     ${step.bytes} bytes`]
  return Object.entries(step.parameters).map(([name, value]) => `     ${name}=${givenText(value)}`)
}

function callLine({ service, operation, changes, input }: PlannedCall): string {
  const values = Object.entries(input)
    .filter(([name]) => name !== 'Parameters') // stand above
    .map(([name, value]) => `${name}=${Array.isArray(value) ? value.join(',') : String(value)}`)
  return `     ${changes ? 'changes' : 'reads  '}  ${service}:${operation} ${values.join(' ')}`
}
