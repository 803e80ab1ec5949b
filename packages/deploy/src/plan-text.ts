import type { Plan, PlannedStep } from './plan.js'
import type { PlannedCall } from './planned-calls.js'

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

function subject({ shown }: PlannedStep): string {
  return shown.kind === 'stack' ? `${shown.stackName} from ${shown.file}` : `s3://${shown.bucket}/${shown.key}`
}

function verb({ action, shown }: PlannedStep): string {
  if (action === 'stuck') return 'cannot go on'
  if (action !== 'unknown') return action
  return shown.kind === 'stack' ? 'create, update or leave as it is' : 'upload unless it is there'
}

function details({ shown }: PlannedStep): string[] {
  if (shown.kind === 'upload') return [`     ${shown.bytes} bytes`]
  return Object.entries(shown.parameters).map(([name, value]) => `     ${name}=${value}`)
}

function callLine({ service, operation, changes, input }: PlannedCall): string {
  const values = Object.entries(input)
    .filter(([name]) => name !== 'Parameters') // stand above
    .map(([name, value]) => `${name}=${String(value)}`)
  return `     ${changes ? 'changes' : 'reads  '}  ${service}:${operation} ${values.join(' ')}`
}
